#!/usr/bin/env bash
# Makes the secrets of docker-compose.yml, each at random, in deploy/secrets. What is there already stays as it is.
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/secrets
mkdir -p "$folder"
# Nobody else of this machine gets into the folder. The files in it must be readable all the same: containers see them
# as they are, and run as users of their own.
chmod 700 "$folder"

main() {
  local redis
  keep postgres-password "$(random)"
  keep session-secret "$(random)"
  keep grafana-password "$(random)"
  redis=$(random)
  # The same password in two forms, so both are new or none is.
  if [[ ! -e $folder/redis-url ]]; then
    rm -f "$folder/redis.conf"
    keep redis.conf "requirepass $redis"
    keep redis-url "redis://:$redis@redis:6379"
  fi
}

random() {
  head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'
}

# Beside its place first: half a secret would be taken for one.
keep() {
  local file=$folder/$1
  [[ ! -e $file ]] || return 0
  printf '%s\n' "$2" >"$file.new"
  chmod 444 "$file.new"
  mv "$file.new" "$file"
  echo "Made $file"
}

main
