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

# --data DIR among the arguments, else the default
data_directory() {
  local i data=$PWD/.tallygate
  for ((i = 0; i + 1 < ${#arguments[@]}; i++)); do [ "${arguments[i]}" != --data ] || data=${arguments[i + 1]}; done
  echo "$data"
}

# the launcher stays, and must not lose its classes when they are built again meanwhile: it runs from a copy
keep_programs() {
  local kept
  kept="$(data_directory)/programs/stack-$(cksum <infra/stack/target/stack.jar | tr -d ' ')"
  if [ ! -d "$kept" ]; then
    mkdir -p "$kept.$$"
    cp infra/stack/target/stack.jar infra/stack/target/lib/*.jar "$kept.$$"
    mv "$kept.$$" "$kept" 2>/dev/null || rm -rf "$kept.$$"
  fi
  programs=$kept
}

# drill MAIN: a main class of the load module, told which stack is meant
drill() {
  local main=$1 rest=() i
  for ((i = 0; i < ${#arguments[@]}; i++)); do
    if [ "${arguments[i]}" = --data ]; then i=$((i + 1)); else rest+=("${arguments[i]}"); fi
  done
  if newer infra/load/target/load.jar . infra/load; then
    need mvn "Maven 3.8 or newer"
    with_progress build "$HOME/.m2" mvn package -DskipTests -DskipFormat=true -pl infra/load -am >&2 # figures alone go out
    touch infra/load/target/.built
  fi
  exec "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -Dtallygate.root="$PWD" -cp "$PWD/infra/load/target/load.jar:$PWD/infra/load/target/lib/*" \
    "$main" ${rest[@]+"${rest[@]}"} --stack "$(data_directory)/stack.json"
}

programs=$PWD/infra/stack/target
launch() {
  umask 077 # data, logs and secrets are their owner's alone
  [ "$1" != up ] || keep_programs
  exec "$JAVA_HOME/bin/java" -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dtallygate.root="$PWD" \
    -cp "$programs/stack.jar:$programs/lib/*:$programs/*" io.tallygate.stack.StackMain "$@" ${arguments[@]+"${arguments[@]}"}
}
