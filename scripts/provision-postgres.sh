#!/bin/sh
# Puts Debian's PostgreSQL, server and client, under $1 (default .data/postgresql) without root and without touching the system:
# the embedded one brings neither pg_dump nor pg_restore. Prints the folder of programs on success.
set -eu

dir=$(mkdir -p "${1:-.data/postgresql}" && cd "${1:-.data/postgresql}" && pwd)
if [ -x "$dir/bin/postgres" ]; then
  echo "$dir/bin"
  exit 0
fi

command -v apt-get >/dev/null && command -v dpkg >/dev/null || {
  echo "provision-postgres: no apt-get here; install PostgreSQL, server and client" >&2
  exit 1
}

# A folder of our own, renamed at the end: two runs at once, or a kill, leave nothing half-unpacked.
work=$(mktemp -d "$dir/new-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs"

# The machine's own package lists first. They are often empty or out of date, then a private copy is fetched.
private="-o Dir::State=$work -o Dir::State::Lists=$work/lists -o Dir::Cache=$work/cache -o Dir::State::status=/var/lib/dpkg/status"
# The libraries that both need, but the C library, which has to be the machine's, and what only extensions want.
fetch() {
  version=$(apt-cache $1 pkgnames postgresql- | sed -n 's/^postgresql-\([0-9]*\)$/\1/p' | sort -n | tail -n 1)
  [ -n "$version" ] || return 1
  libraries=$(apt-cache $1 depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances \
    "postgresql-$version" "postgresql-client-$version" | grep -E '^lib' | grep -vE '^(libc6|libc-bin|libgcc|libperl|libllvm|libtcl|libpython)' | sort -u)
  apt-get -o APT::Sandbox::User= $1 -qq download "postgresql-$version" "postgresql-client-$version" $libraries
}
cd "$work/debs"
if ! fetch "" >"$work/log" 2>&1; then
  rm -f ./*.deb
  # shellcheck disable=SC2086
  { apt-get -o APT::Sandbox::User= $private -qq update && fetch "$private"; } >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    echo "provision-postgres: could not fetch it; install PostgreSQL, server and client" >&2
    exit 1
  }
fi
for deb in ./*.deb; do dpkg -x "$deb" "$work/root"; done
cd "$dir"

programs=$(find "$work/root/usr/lib/postgresql" -maxdepth 2 -name bin)
programs=${programs#"$work/"}
mkdir "$work/bin"
for name in initdb pg_ctl pg_dump pg_restore postgres; do
  cat >"$work/bin/$name" <<EOF2
#!/bin/sh
here=\$(cd "\$(dirname "\$0")/.." && pwd)
libraries=\$(find "\$here/root" -name '*.so.*' -path '*linux-gnu*' -printf '%h\n' | sort -u | tr '\n' ':')
LD_LIBRARY_PATH=\$libraries exec "\$here/$programs/$name" "\$@"
EOF2
  chmod 755 "$work/bin/$name"
done
mv -T "$work/root" "$dir/root" 2>/dev/null || [ -d "$dir/root" ]
mv -T "$work/bin" "$dir/bin" 2>/dev/null || [ -d "$dir/bin" ]
"$dir/bin/postgres" --version >/dev/null
echo "$dir/bin"
