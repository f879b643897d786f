// From samples to figures: medians and spread, ratios, and whether the figure to reach is reached.

/** The median, the least and the greatest of each contender's samples. */
export function summarise(row, samples) {
  const summary = {};
  for (const [name, { values, error, note }] of samples) {
    if (error) {
      summary[name] = { error };
      continue;
    }
    const sorted = [...values].sort((a, b) => a - b);
    summary[name] = {
      value: median(sorted),
      low: sorted[0],
      high: sorted.at(-1),
      ...(note ? { note } : {}),
    };
  }
  return { row, summary };
}

/**
 * A row as it is printed: Gibbs, its peers, the limit, the targets in words and whether each holds. A target whose
 * opponents are all missing is `null`: neither reached nor missed. A `goal` is shown with the others, but a row holds
 * without it.
 */
export function judge(row, { summary }, area) {
  const gibbs = summary.gibbs ?? { error: 'no sample' };
  const peers = Object.fromEntries(Object.entries(summary).filter(([name]) => name !== 'gibbs'));
  const targets = (row.targets ?? []).map((target) => judgeTarget(row, target, summary));
  const known = targets.filter((target) => target.holds !== null && !target.goal);
  return {
    id: `${area}/${row.id}`,
    work: row.work,
    unit: row.unit,
    better: row.better ?? 'higher',
    gibbs: gibbs.value ?? null,
    spread: gibbs.error ? null : [gibbs.low, gibbs.high],
    ...(gibbs.error ? { error: gibbs.error } : {}),
    ...(gibbs.note ? { note: gibbs.note } : {}),
    peers: mapValues(peers, (peer) => peer.value ?? null),
    peerSpreads: mapValues(peers, (peer) => (peer.error ? null : [peer.low, peer.high])),
    ...errorsOf(peers),
    limit: peers.limit?.value ?? null,
    target: targets.map((target) => target.text).join('; ') || null,
    targets,
    holds: gibbs.error ? false : known.length === 0 ? null : known.every((target) => target.holds),
  };
}

function judgeTarget(row, target, summary) {
  const { text, ...judged } = compareTarget(row, target, summary);
  return target.goal ? { text: `goal ${text}`, ...judged, goal: true } : { text, ...judged };
}

function compareTarget(row, target, summary) {
  const own = summary[target.of ?? 'gibbs']?.value;
  const bound = target.atLeast ?? target.atMost;
  const word = target.atLeast !== undefined ? '≥' : '≤';
  const compare = (x) => (target.atLeast !== undefined ? x >= bound : x <= bound);
  if (target.value) {
    const text = `${word} ${bound} ${row.unit}`;
    return { text, measured: own ?? null, holds: own === undefined ? null : compare(own) };
  }
  const names = [target.versus].flat();
  const rivals = names.map((name) => summary[name]?.value).filter((value) => value !== undefined);
  const label = names.length > 1 ? `best of ${names.join(', ')}` : names[0];
  const text = `${word} ${bound} × ${label}`;
  if (own === undefined || rivals.length === 0) return { text, measured: null, holds: null };
  const lower = row.better === 'lower';
  const best = lower ? Math.min(...rivals) : Math.max(...rivals);
  // A ratio is always "how many times as good": for times and sizes it is the rival's over ours.
  const ratio = lower ? best / own : own / best;
  return { text, measured: ratio, holds: compare(ratio) };
}

function errorsOf(peers) {
  const errors = Object.entries(peers).filter(([, peer]) => peer.error);
  return errors.length > 0
    ? { peerErrors: Object.fromEntries(errors.map(([name, peer]) => [name, peer.error])) }
    : {};
}

function mapValues(object, f) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, f(value)]));
}

function median(sorted) {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
