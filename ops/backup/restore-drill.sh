#!/bin/sh
# Restores a backup into a database of its own, proves the books of it, counts, and removes it again:
#   ops/backup/restore-drill.sh /var/backups/seahorse/2026-11-27T030000Z [digest that was kept elsewhere]
# Exit status 0 only if nothing is missing and nothing was rewritten. Changes nothing of the database that is in use.
set -eu
umask 077
repository=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -ge 1 ] && [ $# -le 2 ] || { echo "usage: restore-drill.sh <backup> [digest]" >&2; exit 2; }
folder=$(cd "$1" && pwd)
cd "$repository"
exec node --import tsx ops/backup/restore-drill.ts "$folder" ${2:+"$2"}
