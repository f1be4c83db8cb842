#!/bin/sh
# Backs up the database that the environment names, the embedded one included, while the system runs:
#   ops/backup/backup.sh /var/backups/seahorse
# Makes a folder of its own in there and prints where it is, and a digest to keep elsewhere (docs/operators/running.md).
set -eu
umask 077
repository=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -eq 1 ] || { echo "usage: backup.sh <folder>" >&2; exit 2; }
folder=$(mkdir -p "$1" && cd "$1" && pwd)
# The data folder is named from here, unless SEAHORSE_DATA_DIR says otherwise.
cd "$repository"
exec node --import tsx ops/backup/backup.ts "$folder"
