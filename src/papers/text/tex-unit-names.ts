/** Unit names of the siunitx package and their symbols. Data only; used by tex-units.ts. */

function pairs(...lines: string[]): ReadonlyMap<string, string> {
  const words = lines.join(' ').split(' ');
  return new Map(
    Array.from({ length: words.length / 2 }, (_, pair) => [words[2 * pair] ?? '', words[2 * pair + 1] ?? '']),
  );
}

export const UNIT_PREFIXES = pairs(
  'quecto q ronto r yocto y zepto z atto a femto f pico p nano n micro µ milli m centi c deci d deca da',
  'deka da hecto h kilo k mega M giga G tera T peta P exa E zetta Z yotta Y ronna R quetta Q',
  'kibi Ki mebi Mi gibi Gi tebi Ti pebi Pi exbi Ei',
);

/** Full names, and the abbreviations that siunitx defines (`\km`, `\ms`, `\GHz`). */
export const UNITS = pairs(
  'percent % permille ‰ degree ° arcminute ′ arcsecond ″ degreeCelsius °C celsius °C ohm Ω angstrom Å',
  'metre m meter m gram g second s ampere A kelvin K mole mol candela cd hertz Hz newton N pascal Pa',
  'joule J watt W coulomb C volt V farad F siemens S weber Wb tesla T henry H lumen lm lux lx',
  'becquerel Bq gray Gy sievert Sv katal kat radian rad steradian sr kilogram kg litre L liter L',
  'minute min hour h day d hectare ha tonne t dalton Da electronvolt eV bel B decibel dB neper Np',
  'astronomicalunit au parsec pc bar bar bit bit byte B year yr',
  'fg fg pg pg ng ng ug µg mg mg g g kg kg pm pm nm nm um µm mm mm cm cm dm dm m m km km',
  'as as fs fs ps ps ns ns us µs ms ms s s fmol fmol pmol pmol nmol nmol umol µmol mmol mmol mol mol',
  'pA pA nA nA uA µA mA mA A A kA kA ul µL ml mL l L uL µL mL mL L L mHz mHz Hz Hz kHz kHz MHz MHz',
  'GHz GHz THz THz mN mN N N kN kN MN MN Pa Pa kPa kPa MPa MPa GPa GPa mohm mΩ kohm kΩ Mohm MΩ',
  'pV pV nV nV uV µV mV mV V V kV kV uW µW mW mW W W kW kW MW MW GW GW uJ µJ mJ mJ J J kJ kJ kWh kWh',
  'eV eV meV meV keV keV MeV MeV GeV GeV TeV TeV F F fF fF pF pF nF nF uF µF K K dB dB C C T T mT mT',
  'kibibyte KiB mebibyte MiB gibibyte GiB',
);
