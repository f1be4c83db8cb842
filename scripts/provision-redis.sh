#!/bin/sh
# Puts Debian's redis-server under $1 (default .data/redis) without root and without touching the system.
# Prints the folder's launcher on success: a script that takes redis-server's own arguments.
set -eu

dir=$(mkdir -p "${1:-.data/redis}" && cd "${1:-.data/redis}" && pwd)
launcher=$dir/redis-server
if [ -x "$launcher" ]; then
  echo "$launcher"
  exit 0
fi

command -v apt-get >/dev/null && command -v dpkg >/dev/null || {
  echo "provision-redis: no apt-get here; install redis-server (6.2 or later) so that it is on PATH" >&2
  exit 1
}

# A folder of our own, renamed at the end: two runs at once, or a kill, leave nothing half-unpacked.
work=$(mktemp -d "$dir/new-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs"
packages="redis-server redis-tools libjemalloc2 liblzf1 libatomic1 libssl3"

# The machine's own package lists first. They are often empty or out of date, then a private copy is fetched.
private="-o Dir::State=$work -o Dir::State::Lists=$work/lists -o Dir::Cache=$work/cache -o Dir::State::status=/var/lib/dpkg/status"
cd "$work/debs"
# shellcheck disable=SC2086
if ! apt-get -o APT::Sandbox::User= -qq download $packages >"$work/log" 2>&1; then
  rm -f ./*.deb
  { apt-get -o APT::Sandbox::User= $private -qq update && apt-get -o APT::Sandbox::User= $private -qq download $packages; } \
    >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    echo "provision-redis: could not fetch redis-server; install it (6.2 or later) so that it is on PATH" >&2
    exit 1
  }
fi
for deb in ./*.deb; do dpkg -x "$deb" "$work/root"; done
cd "$dir"

libs=$(dirname "$(find "$work/root" -name 'libjemalloc.so.2' | head -n 1)")
libs=${libs#"$work/"}
cat >"$work/launcher" <<EOF
#!/bin/sh
here=\$(cd "\$(dirname "\$0")" && pwd)
LD_LIBRARY_PATH=\$here/$libs exec "\$here/root/usr/bin/redis-server" "\$@"
EOF
chmod 755 "$work/launcher"
"$work/launcher" --version >/dev/null
mv -T "$work/root" "$dir/root" 2>/dev/null || [ -d "$dir/root" ]
mv "$work/launcher" "$launcher"
echo "$launcher"
