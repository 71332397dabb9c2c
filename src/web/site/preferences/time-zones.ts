/**
 * Current IANA names of time zones that ICU, and so Node.js and most browsers, lists under an earlier name.
 * Source: the links of tzdata 2025c and the `iana` attributes of CLDR; Intl reads either name. Links to
 * another place with the same time (Europe/Busingen) are not renames.
 */
export const CURRENT_ZONE_NAMES: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

interface Zone {
  /** Value of the option: the current IANA name, or the name that was chosen. */
  name: string;
  /** Another name of the same zone, which a browser may report; null without one. */
  alias: string | null;
  place: string;
}

/** Time zones of one region for a select: `Europe` → `Europe/Berlin`, …; null for zones without one. */
export interface ZoneGroup {
  region: string | null;
  zones: Zone[];
}

/**
 * All time zones of this Node release under their current IANA names, grouped by region. `chosen` keeps its
 * name as the value, even an earlier or unusual one (`Asia/Calcutta`, `+05:30`), so that saving an unchanged
 * preference changes nothing.
 */
export function zoneGroups(chosen: string): ZoneGroup[] {
  // UTC is the default, and Intl does not list it.
  const zones = new Map(
    ['UTC', ...Intl.supportedValuesOf('timeZone')].map((name) => [currentName(name), name]),
  );
  const chosenZone = chosen === '' ? null : currentName(canonicalName(chosen));
  if (chosenZone !== null && !zones.has(chosenZone)) zones.set(chosen, chosen);
  const groups = new Map<string | null, ZoneGroup>();
  for (const [current, listed] of zones) {
    const [region, ...place] = current.split('/');
    const key = place.length === 0 ? null : (region ?? null);
    const group = groups.get(key) ?? { region: key, zones: [] };
    const name = current === chosenZone ? chosen : current;
    const alias = [current, listed].find((other) => other !== name) ?? null;
    group.zones.push({ name, alias, place: (place.join(', ') || current).replaceAll('_', ' ') });
    groups.set(key, group);
  }
  for (const group of groups.values()) group.zones.sort((a, b) => (a.place < b.place ? -1 : 1));
  return [...groups.values()].sort((a, b) => ((a.region ?? '') < (b.region ?? '') ? -1 : 1));
}

function currentName(name: string): string {
  return CURRENT_ZONE_NAMES[name] ?? name;
}

/** Returns ICU's name of a zone, one for all its spellings; the name itself if ICU does not know it. */
function canonicalName(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return name;
  }
}
