import { describe, expect, it } from 'vitest';
import { zoneGroups } from '../../../../src/web/site/preferences/time-zones.ts';

const names = (chosen: string) => zoneGroups(chosen).flatMap((group) => group.zones.map((zone) => zone.name));

describe('time zones to choose from', () => {
  it('names places in plain language, by region', () => {
    const america = zoneGroups('UTC').find((group) => group.region === 'America');
    expect(america?.zones).toContainEqual({ name: 'America/New_York', place: 'New York' });
    expect(america?.zones).toContainEqual({
      name: 'America/Indiana/Knox',
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

  it('includes every zone of Node.js, and UTC', () => {
    expect(new Set(names(''))).toEqual(new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]));
  });
});
