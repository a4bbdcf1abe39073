#!/bin/sh
# What a program does with Tremplin: list calls, page through their submissions,
# change a draft on what was read, and do it once whatever happens.
# Usage: TREMPLIN_URL=https://… TREMPLIN_TOKEN=tremplin_… client.sh CALL [SUBMISSION TITLE]
set -eu
api="$TREMPLIN_URL/api/v1"
head=$(mktemp) && body=$(mktemp)
trap 'rm -f "$head" "$body"' EXIT

# ask METHOD ADDRESS [CURL-OPTION…]: the answer into $body, its headers into
# $head; a problem is said as it came, and ends the program.
ask() {
	method=$1 address=$2
	shift 2
	status=$(curl --silent --show-error --request "$method" --header "Authorization: Bearer $TREMPLIN_TOKEN" \
		--header 'Accept-Language: en' --dump-header "$head" --output "$body" --write-out '%{http_code}' "$@" "$address")
	case $status in
	2*) ;;
	*)
		cat "$body" >&2
		exit 1
		;;
	esac
}

# header NAME: of the last answer.
header() { tr -d '\r' <"$head" | sed -n "s/^$1: //Ip"; }

# All pages of a list: each says where the next one is.
page="$api/calls/$1/submissions?limit=1"
while [ -n "$page" ]; do
	ask GET "$page"
	cat "$body"
	next=$(header Link | sed -n 's/^<\(.*\)>; rel="next"$/\1/p')
	page=${next:+$TREMPLIN_URL$next}
done
[ $# -ge 3 ] || exit 0

# A change of content names what it changes (If-Match), and has a key, so that it
# happens once although the answer may get lost.
ask GET "$api/submissions/$2"
ask POST "$api/submissions/$2/actions/update" --header "If-Match: $(header ETag)" --header "Idempotency-Key: update-$$" \
	--header 'Content-Type: application/json' --data "{\"title\": \"$3\"}"
cat "$body"
