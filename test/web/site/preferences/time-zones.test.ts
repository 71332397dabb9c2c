import { describe, expect, it } from 'vitest';
import { CURRENT_ZONE_NAMES, zoneGroups } from '../../../../src/web/site/preferences/time-zones.ts';

const names = (chosen: string) => zoneGroups(chosen).flatMap((group) => group.zones.map((zone) => zone.name));

describe('time zones to choose from', () => {
  it('names places in plain language, by region', () => {
    const america = zoneGroups('UTC').find((group) => group.region === 'America');
    expect(america?.zones).toContainEqual({ name: 'America/New_York', alias: null, place: 'New York' });
    expect(america?.zones).toContainEqual({
      name: 'America/Indiana/Knox',
      alias: null,
      place: 'Indiana, Knox',
    });
    const places = america?.zones.map((zone) => zone.place) ?? [];
    expect(places).toEqual([...places].sort());
  });

  it.each(['UTC', 'Europe/Berlin', 'Asia/Calcutta', '+05:30', 'Etc/GMT+3'])(
    'includes %s once when it is chosen',
    (zone) => {
      expect(names(zone).filter((name) => name === zone)).toEqual([zone]);
    },
  );

  it('includes every zone of Node.js, and UTC, each once', () => {
    const shown = zoneGroups('').flatMap((group) => group.zones);
    for (const zone of ['UTC', ...Intl.supportedValuesOf('timeZone')])
      expect([zone, shown.filter(({ name, alias }) => name === zone || alias === zone).length]).toEqual([
        zone,
        1,
      ]);
    expect(shown).toHaveLength(1 + Intl.supportedValuesOf('timeZone').length);
  });

  it.each([
    ['Asia/Kolkata', 'Asia/Calcutta'],
    ['Europe/Kyiv', 'Europe/Kiev'],
    ['Asia/Yangon', 'Asia/Rangoon'],
    ['America/Nuuk', 'America/Godthab'],
    ['America/Argentina/Mendoza', 'America/Mendoza'],
    ['Pacific/Kanton', 'Pacific/Enderbury'],
    ['Atlantic/Faroe', 'Atlantic/Faeroe'],
  ])('offers %s by its current name, and keeps %s where that was chosen', (current, earlier) => {
    expect(names('')).toContain(current);
    expect(names('')).not.toContain(earlier);
    expect(names(earlier)).toContain(earlier);
    expect(names(earlier)).not.toContain(current);
    const place = (chosen: string) =>
      zoneGroups(chosen).flatMap(({ zones }) =>
        zones.filter(({ name }) => name === current || name === earlier),
      );
    expect(place(earlier)[0]?.place).toBe(place(current)[0]?.place);
  });

  it.each(['US/Pacific', 'europe/berlin', 'Singapore'])('shows %s at the place it is a link to', (zone) => {
    expect(names(zone).filter((name) => name === zone)).toEqual([zone]);
    expect(names(zone)).toHaveLength(names('').length);
  });

  it('renames to names that Intl reads as the same zone', () => {
    for (const [earlier, current] of Object.entries(CURRENT_ZONE_NAMES)) {
      const noonIn = (timeZone: string) =>
        Array.from({ length: 12 }, (_, month) =>
          new Date(Date.UTC(2026, month, 1, 12)).toLocaleString('en', { timeZone }),
        );
      expect([current, noonIn(current)]).toEqual([current, noonIn(earlier)]);
    }
  });
});
