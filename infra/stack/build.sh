# Sourced by the commands: builds what is not built and fetches what is missing.

# newer ARTIFACT PATH…: is any source newer than what was made of it (or than the last build that found nothing to do)?
newer() {
  local artifact=$1 path
  shift
  [ -e "$artifact" ] || return 0
  local reference=$artifact stamp
  stamp="$(dirname "$artifact")/.built"
  [ "$stamp" -nt "$artifact" ] && reference=$stamp
  for path in "$@"; do
    [ -z "$(find "$path/pom.xml" "$path/src/main" -newer "$reference" -print -quit 2>/dev/null)" ] || return 0
  done
  return 1
}

property() { sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" pom.xml | head -1; }

# megabytes below a folder; 0 where there is none yet, as on a new machine
megabytes() { [ -d "$1" ] && du -sm "$1" 2>/dev/null | cut -f1 || echo 0; }

# say what a long step does while it does it: what it fetched so far, every few seconds
with_progress() {
  local what=$1 folder=$2 before now began=$SECONDS log module
  shift 2
  log=$(mktemp)
  before=$(megabytes "$folder")
  "$@" >"$log" 2>&1 </dev/null &
  local job=$!
  while kill -0 "$job" 2>/dev/null; do
    sleep 1
    if [ $(((SECONDS - began) % 10)) -eq 0 ] && [ "$SECONDS" -ne "$began" ]; then
      now=$(megabytes "$folder")
      module=$(grep -o 'Building Tallygate [a-zA-Z ]*[a-zA-Z]' "$log" | tail -1 || true)
      printf '  %-11s %6s s  %s; %s MB fetched\n' "$what" "$((SECONDS - began))" "${module:-still at it}" "$((now - before))"
    fi
  done
  if ! wait "$job"; then
    printf '\nFAILED  %s: %s\n' "$what" "$*" >&2
    grep -E 'ERROR|npm error|error:' "$log" | head -20 >&2 || true
    printf '  log: %s\n' "$log" >&2
    return 1
  fi
  rm -f "$log"
  printf '  %-11s %6s s  %s\n' "$what" "$((SECONDS - began))" done
}

need() {
  command -v "$1" >/dev/null && return 0
  echo "Tallygate needs $1 ($2), and it was not found on the PATH." >&2
  return 1
}

fetch_engine() {
  local version folder found
  version=$(property chdb.version)
  folder="$HOME/.cache/tallygate/chdb-$version"
  for found in "${TALLYGATE_CHDB_LIBRARY:-}" "$folder"/node_modules/@chdb/*/libchdb.so; do [ -e "$found" ] && return 0; done
  need npm "it fetches ClickHouse's engine, once" || return 1
  with_progress engine "$HOME/.cache/tallygate" infra/clickhouse-embedded/fetch-engine "$version" "$folder"
}

# modules that a running stack is made of, each with all that it is made of
build_stack() {
  local stale=() cache="$HOME/.cache/tallygate" gateway=gateway-runtime/target/gateway-runtime.jar war=portal-web/target/portal.war
  local engine=infra/clickhouse-embedded/target/clickhouse-embedded.jar launcher=infra/stack/target/stack.jar
  if newer $gateway . metering gateway-runtime; then stale+=(gateway-runtime); fi
  if newer $war . metering billing portal-web || [ ! -d "$cache/openliberty-$(property liberty.version)" ]; then stale+=(portal-web); fi
  if newer $engine . infra/clickhouse-embedded; then stale+=(infra/clickhouse-embedded); fi
  if newer $launcher . infra/stack || [ ! -d "$cache/keycloak-$(property keycloak.version)" ]; then stale+=(infra/stack); fi
  [ ${#stale[@]} -gt 0 ] || return 0
  need mvn "Maven 3.8 or newer" || return 1
  echo "  build       of ${stale[*]}; the first time fetches about 1.5 GB"
  with_progress build "$HOME/.m2" mvn package -DskipTests -DskipFormat=true -pl "$(IFS=,; echo "${stale[*]}")" -am || return 1
  for artifact in $gateway $war $engine $launcher; do [ -e "$artifact" ] && touch "$(dirname "$artifact")/.built"; done
}

# the gateway alone, for a benchmark of it
build_gateway() {
  local gateway=gateway-runtime/target/gateway-runtime.jar
  newer $gateway . metering gateway-runtime || return 0
  need mvn "Maven 3.8 or newer" || return 1
  with_progress build "$HOME/.m2" mvn package -DskipTests -DskipFormat=true -pl gateway-runtime -am >&2 || return 1
  touch gateway-runtime/target/.built
}

# ClickHouse's engine alone
build_engine() {
  local engine=infra/clickhouse-embedded/target/clickhouse-embedded.jar
  fetch_engine || return 1
  newer $engine . infra/clickhouse-embedded || return 0
  need mvn "Maven 3.8 or newer" || return 1
  with_progress build "$HOME/.m2" mvn package -DskipTests -DskipFormat=true -pl infra/clickhouse-embedded -am >&2 || return 1
  touch infra/clickhouse-embedded/target/.built
}

# what makes each forcing to the disk of one process wait
build_slow_disk() {
  local source=infra/load/slow-disk/slow-disk.c library=$PWD/infra/load/target/slow-disk.so
  if [ ! -e "$library" ] || [ $source -nt "$library" ]; then
    need cc "a C compiler; slow-disk needs one" || return 1
    mkdir -p infra/load/target && cc -O2 -shared -fPIC -o "$library" $source -ldl || return 1
  fi
  export TALLYGATE_SLOW_DISK=$library
}

# servers and tools as Debian packages them: what is measured beside us, and what stands around a drilled gateway
fetch_peers() {
  export TALLYGATE_BENCH_PEERS="$HOME/.cache/tallygate/bench-peers"
  with_progress peers "$TALLYGATE_BENCH_PEERS" infra/load/peers/fetch "$TALLYGATE_BENCH_PEERS" >&2
}

# a wall clock that can be set for one process, as Debian packages it
fetch_clock() {
  local dir="$HOME/.cache/tallygate/faketime"
  if ! compgen -G "$dir/usr/lib/*/faketime/libfaketimeMT.so.1" >/dev/null; then
    need apt-get "libfaketime comes from Debian's packages" || return 1
    rm -rf "$dir" && mkdir -p "$dir"
    (cd "$dir" && apt-get download -qq -o APT::Sandbox::User="$(id -un)" libfaketime && dpkg -x libfaketime*.deb . && rm libfaketime*.deb) >&2 || return 1
  fi
  TALLYGATE_FAKETIME=$(compgen -G "$dir/usr/lib/*/faketime/libfaketimeMT.so.1")
  export TALLYGATE_FAKETIME
}

# what infra/bench gateway measures beside us: only what --subjects names, when it names any
build_peers() {
  local wanted="${arguments[*]}" peer peers=infra/load/peers
  fetch_peers || return 1
  for peer in vertx-http-proxy spring-cloud-gateway; do
    [[ "$wanted" != *--subjects* || "$wanted" == *"$peer"* ]] || continue
    newer $peers/$peer/target/peer.jar $peers/$peer || continue
    need mvn "Maven 3.8 or newer" || return 1
    with_progress "$peer" "$HOME/.m2" mvn -B package -DskipTests -f $peers/$peer/pom.xml >&2 || return 1
    touch $peers/$peer/target/.built
  done
}

# what infra/fault slow-clients attacks with, as Debian packages it: unpacked in the cache, installed nowhere
build_slowhttptest() {
  local folder="$HOME/.cache/tallygate/slowhttptest"
  export TALLYGATE_SLOWHTTPTEST="$folder/usr/bin/slowhttptest"
  [ ! -x "$TALLYGATE_SLOWHTTPTEST" ] || return 0
  need apt-get "slowhttptest is taken from Debian's packages" || return 1
  with_progress slowhttptest "$folder" sh -c '
    [ "$(id -u)" != 0 ] || apt-get update -qq
    rm -rf "$1" && mkdir -p "$1" && cd "$1" && apt-get download -qq -o APT::Sandbox::User="$(id -un)" slowhttptest && dpkg -x slowhttptest_*.deb . && rm slowhttptest_*.deb
  ' sh "$folder" >&2 || return 1
  ! ldd "$TALLYGATE_SLOWHTTPTEST" | grep 'not found' >&2 || { echo "Install the packages that hold these libraries, then try again." >&2; return 1; }
}

# a suite of another project, for infra/verify NAME
build_suite() {
  local suite=infra/load/suites/$1
  [ ! -d $suite/target/lib ] || newer $suite/target/.built $suite || return 0
  need mvn "Maven 3.8 or newer" || return 1
  with_progress "$1" "$HOME/.m2" mvn -B package -f $suite/pom.xml >&2 || return 1
  touch $suite/target/.built
}

# thousands of connections, each with an end here and one in the gateway
many_descriptors() {
  ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
  [ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -ge 16000 ] || { echo "This needs 16,000 open files a process (ulimit -n); here are $(ulimit -n)." >&2; return 1; }
}

# the client, and an archive of its loaded classes that halves its start: recorded by one run against nothing
build_cli() {
  local cli=infra/cli/target
  if newer $cli/cli.jar . infra/cli; then
    need mvn "Maven 3.8 or newer" || return 1
    with_progress build "$HOME/.m2" mvn package -DskipTests -DskipFormat=true -pl infra/cli -am || return 1
    touch $cli/.built
  fi
  [ $cli/cli.jsa -nt $cli/cli.jar ] || TALLYGATE_URL=http://127.0.0.1:9 TALLYGATE_TOKEN=none TALLYGATE_TENANT=none \
    "$JAVA_HOME/bin/java" -XX:ArchiveClassesAtExit=$cli/cli.jsa -Xlog:disable -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -jar $cli/cli.jar usage >/dev/null 2>&1 || true
}
