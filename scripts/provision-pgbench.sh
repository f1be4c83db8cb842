#!/bin/sh
# Puts Debian's pgbench under $1 (default .data/pgbench) without root and without touching the system.
# Prints the program's path. Its library, libpq, is the embedded PostgreSQL's: set LD_LIBRARY_PATH to that one's lib folder.
set -eu

dir=$(mkdir -p "${1:-.data/pgbench}" && cd "${1:-.data/pgbench}" && pwd)
launcher=$dir/pgbench
if [ -x "$launcher" ]; then
  echo "$launcher"
  exit 0
fi

command -v apt-get >/dev/null && command -v dpkg >/dev/null || {
  echo "provision-pgbench: no apt-get here" >&2
  exit 1
}

# A folder of our own, renamed at the end: two runs at once, or a kill, leave nothing half-unpacked.
work=$(mktemp -d "$dir/new-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs"

# The machine's own package lists first. They are often empty or out of date, then a private copy is fetched.
private="-o Dir::State=$work -o Dir::State::Lists=$work/lists -o Dir::Cache=$work/cache -o Dir::State::status=/var/lib/dpkg/status"
# Which one there is differs from release to release. pgbench is in the package of the server.
fetch() {
  server=$(apt-cache $1 pkgnames postgresql- | grep -E '^postgresql-[0-9]+$' | sort -t- -k2 -n | tail -n 1)
  ssl=$(apt-cache $1 pkgnames libssl3 | grep -E '^libssl3(t64)?$' | sort | tail -n 1)
  [ -n "$server" ] && [ -n "$ssl" ] && apt-get -o APT::Sandbox::User= $1 -qq download "$server" "$ssl"
}
cd "$work/debs"
if ! fetch "" >"$work/log" 2>&1; then
  rm -f ./*.deb
  # shellcheck disable=SC2086
  { apt-get -o APT::Sandbox::User= $private -qq update && fetch "$private"; } >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    echo "provision-pgbench: could not fetch it" >&2
    exit 1
  }
fi
for deb in ./*.deb; do dpkg -x "$deb" "$work/root"; done
cd "$dir"

program=$(find "$work/root/usr/lib/postgresql" -name pgbench | head -n 1)
libs=$(dirname "$(find "$work/root" -name 'libcrypto.so.3' | head -n 1)")
mkdir "$work/kept"
cp "$program" "$work/kept/pgbench"
cp "$libs/libcrypto.so.3" "$work/kept/"
cat >"$work/launcher" <<'EOF'
#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
LD_LIBRARY_PATH=$here/kept${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} exec "$here/kept/pgbench" "$@"
EOF
chmod 755 "$work/launcher"
mv -T "$work/kept" "$dir/kept" 2>/dev/null || [ -d "$dir/kept" ]
mv "$work/launcher" "$launcher"
echo "$launcher"
