/** Time zones of one region for a select: `Europe` → `Europe/Berlin`, …; null for zones without one. */
export interface ZoneGroup {
  region: string | null;
  zones: { name: string; place: string }[];
}

/**
 * All time zones of this Node release, grouped by region. Includes `chosen` even under an older or unusual
 * name (`Asia/Calcutta`, `+05:30`), so that saving an unchanged preference changes nothing.
 */
export function zoneGroups(chosen: string): ZoneGroup[] {
  const known = Intl.supportedValuesOf('timeZone');
  // UTC is the default, and Intl does not list it.
  const names = new Set(['UTC', ...(chosen === '' ? [] : [chosen]), ...known]);
  const groups = new Map<string | null, ZoneGroup>();
  for (const name of names) {
    const [region, ...place] = name.split('/');
    const key = place.length === 0 ? null : (region ?? null);
    const group = groups.get(key) ?? { region: key, zones: [] };
    group.zones.push({ name, place: (place.join(', ') || name).replaceAll('_', ' ') });
    groups.set(key, group);
  }
  for (const group of groups.values()) group.zones.sort((a, b) => (a.place < b.place ? -1 : 1));
  return [...groups.values()].sort((a, b) => ((a.region ?? '') < (b.region ?? '') ? -1 : 1));
}
