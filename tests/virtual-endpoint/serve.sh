# Runs in the virtual endpoint: takes commands from the test, one a line as base64, and answers with exit code and output.
for name in /sys/class/virtio-ports/*/name; do
  [ "$(cat "$name")" = command ] && port=/dev/$(basename "$(dirname "$name")")
done
exec 3<>"$port"
# What was started in the background must not hold the port: the test waits for each answer.
answer() { printf '%s %s\n' "$1" "$(base64 -w0 "$2")" >&3; }
: > /tmp/output; answer 0 /tmp/output
while IFS= read -r line <&3; do
  base64 -d <<< "$line" > /tmp/command
  bash /tmp/command > /tmp/output 2>&1 < /dev/null 3<&-
  answer $? /tmp/output
done
