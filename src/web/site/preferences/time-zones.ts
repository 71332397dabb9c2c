/** Time zones by region, for a select: `Europe` → `Europe/Berlin`, … */
export interface ZoneGroup {
  region: string | null;
  zones: { name: string; place: string }[];
}

/**
 * All time zones that this Node knows, by region. `chosen` is among them even under an older or unusual name
 * (`Asia/Calcutta`, `+05:30`), so that showing a preference and saving it again changes nothing.
 */
export function zoneGroups(chosen: string): ZoneGroup[] {
  const known = Intl.supportedValuesOf('timeZone');
  // UTC is everybody's default and in no list of places.
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
