# Sourced by the commands: finds the JDK and runs a main class of the stack or the load module with the caller's arguments.
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. .mvn/jdk25
jdk25

# a relative --data is meant from where the person stands
arguments=()
while [ $# -gt 0 ]; do
  if [ "$1" = --data ] && [ $# -gt 1 ] && [ "${2#/}" = "$2" ]; then arguments+=(--data "$here/$2"); shift 2; else arguments+=("$1"); shift; fi
done

# drill MAIN: a main class of the load module, told which stack is meant
drill() {
  local main=$1 data=$PWD/.tallygate rest=() i
  for ((i = 0; i < ${#arguments[@]}; i++)); do
    if [ "${arguments[i]}" = --data ]; then data=${arguments[i + 1]}; i=$((i + 1)); else rest+=("${arguments[i]}"); fi
  done
  if newer infra/load/target/load.jar . infra/load; then
    need mvn "Maven 3.8 or newer"
    with_progress build "$HOME/.m2" mvn package -DskipTests -DskipFormat=true -pl infra/load -am
    touch infra/load/target/.built
  fi
  exec "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -cp "$PWD/infra/load/target/load.jar:$PWD/infra/load/target/lib/*" \
    "$main" ${rest[@]+"${rest[@]}"} --stack "$data/stack.json"
}

launch() {
  umask 077 # data, logs and secrets are their owner's alone
  exec "$JAVA_HOME/bin/java" -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dtallygate.root="$PWD" \
    -cp "$PWD/infra/stack/target/stack.jar:$PWD/infra/stack/target/lib/*" io.tallygate.stack.StackMain "$@" ${arguments[@]+"${arguments[@]}"}
}
