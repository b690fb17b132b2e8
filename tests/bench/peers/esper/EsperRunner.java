import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;

/**
 * Drives Esper for our benchmarks: one command a line, one JSON line as the answer.
 * Usage: EsperRunner [distinct] COUNT SUM DISTINCT: the thresholds of the alerts. Commands: make PERSONS EVENTS STEP-MS; match;
 * memory PERSONS EVENTS STEP-MS: what the engine alone holds at the end, with events that nothing else holds.
 */
public final class EsperRunner {
  /** One event, with the same values as ours: persons and targets are texts, as in logs. */
  public static final class Export {
    private final String person;
    private final String target;
    private final long amount;
    private final long time;

    Export(String person, String target, long amount, long time) {
      this.person = person;
      this.target = target;
      this.amount = amount;
      this.time = time;
    }

    public String getPerson() { return person; }
    public String getTarget() { return target; }
    public long getAmount() { return amount; }
    public long getTime() { return time; }
  }

  private static long alerts = 0;

  private static EPRuntime start(boolean distinct, long count, long sum, long targets) throws Exception {
    Configuration configuration = new Configuration();
    configuration.getCommon().addEventType("Export", Export.class);
    configuration.getRuntime().getThreading().setInternalTimerEnabled(false);
    configuration.getRuntime().getThreading().setListenerDispatchPreserveOrder(false);
    configuration.getRuntime().getThreading().setInsertIntoDispatchPreserveOrder(false);
    configuration.getRuntime().getExecution().setDisableLocking(true);
    EPRuntime runtime = EPRuntimeProvider.getRuntime("bench", configuration);
    runtime.initialize();
    String more = distinct ? ", count(distinct target) as d" : "";
    String or = distinct ? " or count(distinct target) >= " + targets : "";
    // A plain field in the select makes Esper give a row for each event that comes, none for those that leave.
    String epl = "@name('q') select time, person, count(*) as c, sum(amount) as s" + more
        + " from Export#ext_timed(time, 300 sec) group by person"
        + " having count(*) >= " + count + " or sum(amount) >= " + sum + or;
    var compiled = EPCompilerProvider.getCompiler().compile(epl, new CompilerArguments(configuration));
    var statement = runtime.getDeploymentService().deploy(compiled).getStatements()[0];
    statement.addListener((rows, old, source, by) -> {
      for (EventBean row : rows == null ? new EventBean[0] : rows) {
        if ((Long) row.get("c") >= count) alerts++;
        if ((Long) row.get("s") >= sum) alerts++;
        if (distinct && (Long) row.get("d") >= targets) alerts++;
      }
    });
    return runtime;
  }

  private static long state = 0;

  /** The same numbers as our own runner draws. */
  private static int draw(int below) {
    state = (state * 1664525 + 1013904223) & 0xffffffffL;
    return (int) (state * below >>> 32);
  }

  private static Export event(int index, int persons, long step) {
    String person = "person-" + draw(persons);
    String target = "customer-" + draw(1000);
    return new Export(person, target, draw(1000), 1_780_000_000_000L + index * step);
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Seconds that all threads have been running. */
  private static double cpu() {
    var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime() / 1e9;
  }

  private static long resident() throws Exception {
    for (String line : java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
    return 0;
  }

  public static void main(String[] args) throws Exception {
    boolean distinct = args[0].equals("distinct");
    long[] bounds = { Long.parseLong(args[1]), Long.parseLong(args[2]), Long.parseLong(args[3]) };
    System.out.println("{\"ready\":true}");
    Export[] events = new Export[0];
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      String[] words = command.split(" ");
      state = 12345;
      int persons = words.length > 1 ? Integer.parseInt(words[1]) : 0;
      int count = words.length > 2 ? Integer.parseInt(words[2]) : 0;
      long step = words.length > 3 ? Long.parseLong(words[3]) : 0;
      if (!words[0].equals("match")) events = new Export[words[0].equals("make") ? count : 0];
      for (int index = 0; words[0].equals("make") && index < count; index++) {
        events[index] = event(index, persons, step);
      }
      EPRuntime runtime = start(distinct, bounds[0], bounds[1], bounds[2]);
      alerts = 0;
      long before = heap();
      var sender = runtime.getEventService().getEventSender("Export");
      // Each pass begins anew: its first part warms up, and is not timed.
      int warm = words[0].equals("match") ? events.length / 5 : 0;
      for (int index = 0; index < warm; index++) sender.sendEvent(events[index]);
      double cpuBefore = cpu();
      long started = System.nanoTime();
      if (words[0].equals("match")) {
        for (int index = warm; index < events.length; index++) sender.sendEvent(events[index]);
      }
      for (int index = 0; words[0].equals("memory") && index < count; index++) {
        sender.sendEvent(event(index, persons, step));
      }
      double cpuSeconds = cpu() - cpuBefore;
      double seconds = (System.nanoTime() - started) / 1e9;
      long held = heap() - before;
      runtime.destroy();
      System.out.printf(java.util.Locale.ROOT,
          "{\"seconds\":%f,\"cpuSeconds\":%f,\"events\":%d,\"matches\":%d,\"heap\":%d,\"rssMax\":%d}%n",
          seconds, cpuSeconds, events.length - warm, alerts, held, resident());
    }
  }
}
