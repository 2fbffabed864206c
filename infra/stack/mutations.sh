# What infra/verify mutations says of PIT's report: the score, and that each survivor is listed with its reason.

# survivors REPORT: class#method mutator, one a line, as often as there are survivors of it (lines of code move, methods seldom)
survivors() {
  sed -nE "s/.*status='(SURVIVED|NO_COVERAGE)'.*<mutatedClass>([^<]*)<.*<mutatedMethod>([^<]*)<.*<mutator>([^<]*\.)?([A-Za-z_0-9]+)<.*/\2#\3 \5/p" "$1" \
    | sed -E 's/^io\.tallygate\.billing\.//; s/&lt;/</g; s/&gt;/>/g; s/ (.*)Mutator$/ \1/' | sort
}

# judge_mutations REPORT LISTED LEAST: 1 when the score is under LEAST per cent or a survivor is not listed
judge_mutations() {
  local report=$1 listed=$2 least=$3 all killed code=0 found
  all=$(grep -c '<mutation ' "$report") || true
  [ "${all:-0}" -gt 0 ] || { echo "PIT changed nothing: see $report" >&2; return 1; }
  killed=$(grep -c "<mutation detected='true'" "$report") || true
  echo "$killed of $all changes were noticed: $((killed * 1000 / all / 10)).$((killed * 1000 / all % 10)) % (at least $least %)"
  [ $((killed * 100)) -ge $((all * least)) ] || { echo "Under $least %." >&2; code=1; }
  found=$(survivors "$report")
  # a listed line begins with how often: "2 rating.Usage#of MathMutator: why"
  local unlisted
  unlisted=$(comm -23 <(uniq -c <<<"$found" | sed -E 's/^ +//' | grep . | sort) <(sed -nE 's/^([0-9]+ [^:]+): .+/\1/p' "$listed" | sort))
  if [ -n "$found" ] && [ -n "$unlisted" ]; then
    echo "Not noticed and not listed with a reason in $listed:" >&2
    echo "$unlisted" >&2
    code=1
  fi
  return $code
}
