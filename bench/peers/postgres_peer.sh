#!/usr/bin/env bash
# PostgreSQL, a server of its own. Usage: postgres_peer.sh load REGISTRY FOLDER | scrub LIST FOLDER OUTPUT | stop FOLDER
# load makes the server and starts it; stop ends it and removes FOLDER. scrub is what is measured: COPY of the list into
# a table without a log, and COPY of the anti-join out of it. FOLDER must be where the user `postgres` may write.
set -euo pipefail
programs=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/postgres | tail -1)")
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
ask() { as_server "$programs/psql" -X -q -v ON_ERROR_STOP=1 -h "$folder" -d postgres "$@"; }
case $1 in
  load)
    folder=$3
    mkdir -p "$folder"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    as_server "$programs/initdb" -D "$folder/data" -A trust -E UTF8 --locale=C >/dev/null
    as_server "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/log" start -o "-k $folder -c listen_addresses= \
      -c shared_buffers=2GB -c work_mem=1GB -c maintenance_work_mem=1GB -c max_wal_size=8GB -c wal_level=minimal \
      -c max_wal_senders=0 -c synchronous_commit=off" >/dev/null
    ask -c 'CREATE UNLOGGED TABLE registry (number bigint)'
    ask -c '\copy registry from pstdin' <"$2"
    ask -c 'ALTER TABLE registry ADD PRIMARY KEY (number)' -c 'VACUUM ANALYZE registry'
    ;;
  scrub)
    folder=$3
    ask -c 'DROP TABLE IF EXISTS calls' \
      -c 'CREATE UNLOGGED TABLE calls (id bigint, first_name text, last_name text, phone bigint, email text, town text, postcode text, note text)'
    ask -c '\copy calls from pstdin csv header' <"$2"
    ask -c 'COPY (SELECT * FROM calls WHERE NOT EXISTS (SELECT 1 FROM registry WHERE number = phone)) TO STDOUT csv header' >"$4"
    ;;
  stop)
    as_server "$programs/pg_ctl" -D "$2/data" -m immediate stop >/dev/null
    rm -rf "$2"
    ;;
esac
