//! Drives rsigma for our benchmarks: loads rules once, then obeys one command a line and answers one JSON line each.
//! Usage: `rsigma-runner detect|correlate RULE-LIST [routing] [bloom] [ac]`; the list has one path a line.
use rsigma_eval::{
    CorrelationConfig, CorrelationEngine, Engine, EvaluationResult, JsonEvent, LogSourceExtractor,
};
use rsigma_parser::{SigmaCollection, parse_sigma_yaml};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::BufRead;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

enum Runner {
    Detect(Engine),
    Correlate { rules: SigmaCollection, engine: CorrelationEngine },
}

fn correlator(rules: &SigmaCollection) -> CorrelationEngine {
    let mut engine = CorrelationEngine::new(CorrelationConfig {
        max_state_entries: 10_000_000,
        emit_detections: false,
        ..CorrelationConfig::default()
    });
    engine.add_collection(rules).expect("correlation rules compile");
    engine
}

fn id_of(result: &EvaluationResult) -> &str {
    result.header.rule_id.as_deref().unwrap_or(&result.header.rule_title)
}

impl Runner {
    /// Forgets all correlation state.
    fn reset(&mut self) {
        if let Runner::Correlate { rules, engine } = self {
            *engine = correlator(rules);
        }
    }

    fn run(&mut self, event: &Value) -> Vec<EvaluationResult> {
        match self {
            Runner::Detect(engine) => engine.evaluate(&JsonEvent::borrow(event)),
            Runner::Correlate { engine, .. } => {
                let seconds = event["time"].as_i64().unwrap_or(0).div_euclid(1000);
                engine.process_event_at(&JsonEvent::borrow(event), seconds)
            }
        }
    }
}

fn status(key: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(key)).unwrap_or("");
    let kilobytes = line.split_whitespace().nth(1).unwrap_or("0");
    kilobytes.parse::<u64>().unwrap_or(0) * 1024
}

/// Seconds that this thread, the only one, has been running.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

fn load(mode: &str, list: &str, flags: &[String]) -> (Runner, Value) {
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let started = Instant::now();
    let mut rules = SigmaCollection::new();
    let mut rejected: Vec<String> = Vec::new();
    for path in std::fs::read_to_string(list).expect("rule list").lines() {
        let text = std::fs::read_to_string(path).expect("rule file");
        let found = parse_sigma_yaml(&text).expect("yaml");
        rejected.extend(found.errors.iter().map(|error| format!("{path}: {error}")));
        rules.rules.extend(found.rules);
        rules.correlations.extend(found.correlations);
        rules.filters.extend(found.filters);
    }
    let runner = if mode == "detect" {
        let mut engine = Engine::new();
        if has("routing") {
            engine.set_logsource_extractor(Some(LogSourceExtractor::new()));
        }
        engine.set_bloom_prefilter(has("bloom"));
        engine.set_cross_rule_ac(has("ac"));
        for (index, error) in engine.add_rules(&rules.rules) {
            let id = rules.rules[index].id.clone().unwrap_or_default();
            rejected.push(format!("{id}: {error}"));
        }
        Runner::Detect(engine)
    } else {
        let engine = correlator(&rules);
        Runner::Correlate { rules, engine }
    };
    let seconds = started.elapsed().as_secs_f64();
    (runner, json!({ "ready": true, "rejected": rejected, "loadSeconds": seconds, "rss": status("VmRSS") }))
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (mut runner, ready) = load(&args[0], &args[1], &args[2..]);
    println!("{ready}");
    let mut lines: Vec<String> = Vec::new();
    let mut events: Vec<Value> = Vec::new();
    let parse = |line: &String| serde_json::from_str::<Value>(line).expect("event");
    for command in std::io::stdin().lock().lines().map_while(Result::ok) {
        let (word, rest) = command.split_once(' ').unwrap_or((&command, ""));
        if word == "lane" {
            let text = std::fs::read_to_string(rest).expect("lane");
            lines = text.lines().map(String::from).collect();
            events = lines.iter().map(parse).collect();
        }
        runner.reset();
        let mut matches = 0;
        // Correlations begin anew with each pass: its first part warms up, and is not timed.
        let is_pass = word == "match" && matches!(runner, Runner::Correlate { .. });
        let warm = if is_pass { events.len() / 5 } else { 0 };
        events[..warm].iter().for_each(|event| matches += runner.run(event).len());
        let started = Instant::now();
        let cpu_before = cpu();
        let mut hits: BTreeMap<String, u64> = BTreeMap::new();
        match word {
            "match" => events[warm..].iter().for_each(|event| matches += runner.run(event).len()),
            "json" => lines.iter().for_each(|line| matches += runner.run(&parse(line)).len()),
            "hits" => events.iter().for_each(|event| {
                for result in runner.run(event) {
                    *hits.entry(id_of(&result).to_string()).or_default() += 1;
                }
            }),
            _ => {}
        }
        let cpu_seconds = cpu() - cpu_before;
        let seconds = started.elapsed().as_secs_f64();
        let answer = json!({
            "seconds": seconds, "cpuSeconds": cpu_seconds, "events": events.len() - warm, "matches": matches, "hits": hits,
            "rss": status("VmRSS"), "rssMax": status("VmHWM"),
        });
        println!("{answer}");
    }
}
