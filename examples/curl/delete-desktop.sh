#!/bin/sh
# Deletes one desktop, and only as its plan says: delete-desktop.sh NAME
# Reads what `deskplane env` prints. Needs curl and jq; with DESKPLANE set to the path of our command, it verifies the receipt, too.
set -eu

name=${1:?usage: delete-desktop.sh NAME}
base=$HUAWEICLOUD_SDK_IAM_ENDPOINT/v2/$HUAWEICLOUD_SDK_PROJECT_ID
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

stop() {
  echo "delete-desktop.sh: $1" >&2
  exit 1
}

token=$(
  jq -n '{auth: {identity: {methods: ["password"], password: {user: {name: env.OS_USERNAME, password: env.OS_PASSWORD,
      domain: {name: env.OS_USER_DOMAIN_NAME}}}}, scope: {project: {id: env.HUAWEICLOUD_SDK_PROJECT_ID}}}}' |
    curl -sS -o /dev/null -D - -H 'Content-Type: application/json' --data @- "$OS_AUTH_URL/auth/tokens" |
    sed -n 's/^x-subject-token: *//Ip' | tr -d '\r'
)
[ -n "$token" ] || stop 'signing in was refused'

# call FILE [OPTION...] URL: the answer goes to FILE; prints the status. The token is not on the command line, where others see it.
call() {
  file=$1
  shift
  printf 'header = "X-Auth-Token: %s"\n' "$token" | curl -sS -K - -o "$file" -w '%{http_code}' "$@"
}

# Exactly one: who deletes by name must not take the wrong one.
[ "$(call "$files/list" -G --data-urlencode "computer_name=$name" "$base/desktops")" = 200 ] ||
  stop "the list was refused: $(cat "$files/list")"
ids=$(jq -r --arg name "$name" '.desktops[] | select(.computer_name == $name) | .desktop_id' "$files/list")
[ "$(printf '%s\n' "$ids" | grep -c .)" = 1 ] || stop "there is not exactly one desktop $name"
desktop=$base/desktops/$ids

[ "$(call "$files/desktop" "$desktop")" = 200 ] || stop "the desktop cannot be read: $(cat "$files/desktop")"
[ "$(jq -r '.desktop.deletion_protection // false' "$files/desktop")" = false ] || stop "$name is protected"

[ "$(call "$files/plan" "$desktop/deletion-plan?email_notification=false")" = 200 ] ||
  stop "there is no plan: $(cat "$files/plan")"
jq -r '.items[] | "\(.intent) \(.kind) \(.id)"' "$files/plan"
digest=$(jq -r .digest "$files/plan")

# Only this plan: if anything has changed since, the answer is 412 and nothing is done.
status=$(call "$files/answer" -X DELETE -D "$files/headers" -H "If-Match: \"$digest\"" "$desktop?email_notification=false")
[ "$status" = 204 ] || stop "the deletion was refused with $status: $(cat "$files/answer")"
job=$(sed -n 's/^x-job-id: *//Ip' "$files/headers" | tr -d '\r')

while :; do
  [ "$(call "$files/job" "$base/workspace-sub-jobs?job_id=$job")" = 200 ] || stop "the job cannot be read"
  state=$(jq -r '.jobs[0].status' "$files/job")
  case $state in
    SUCCESS) break ;;
    FAILED) stop "the job failed: $(cat "$files/job")" ;;
  esac
  # While its deletion is held up, a job goes on waiting.
  [ "$(call "$files/deletion" "$base/deletions/$ids")" = 200 ] || stop "the deletion cannot be read: $(cat "$files/deletion")"
  [ "$(jq -r .state "$files/deletion")" != failed ] || stop "the deletion is held up: see deskplane deletion watch $name"
  sleep 0.2
done
[ "$(call "$files/gone" "$desktop")" = 404 ] || stop "$name is still there"
echo "$name is gone."

if [ -n "${DESKPLANE:-}" ]; then
  "$DESKPLANE" receipt get "$ids" >"$files/receipt.json"
  "$DESKPLANE" receipt verify "$files/receipt.json"
fi
