import type { ReactElement } from 'react';
import { LANGUAGE_CODES, LANGUAGES } from '../../../../config/languages.ts';
import { CADENCES } from '../../../subscribers/preferences/preference.ts';
import { type FormPart, fieldState, ProblemText, Question } from './form-part.tsx';
import type { FieldName } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';
import { zoneGroups } from './time-zones.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When the digest comes: how often, on which day, at which hour of which place. */
export function TimeFields(part: FormPart): ReactElement {
  const words = preferencesTexts[part.site.language];
  return (
    <Question heading={words.when}>
      <CadenceChoices {...part} />
      <HourAndZone {...part} />
    </Question>
  );
}

/** The day of a weekly digest, the hour, and where on earth that hour is meant; `guess` lets a script choose the zone. */
export function HourAndZone({ guess = false, ...part }: FormPart & { guess?: boolean }): ReactElement {
  const words = preferencesTexts[part.site.language];
  return (
    <div className="fields">
      <SelectField
        part={part}
        field="weeklyDay"
        options={words.weekdays.map((label, place) => ({ value: String(place + 1), label }))}
      />
      <SelectField
        part={part}
        field="sendHour"
        options={HOURS.map((hour) => ({ value: String(hour), label: words.hour(hour) }))}
      />
      <ZoneField {...part} guess={guess} />
    </div>
  );
}

/** How much comes: the size of a digest, and whether a quiet day is passed over. */
export function AmountFields(part: FormPart): ReactElement {
  const words = preferencesTexts[part.site.language];
  return (
    <Question heading={words.howMuch}>
      <div className="field">
        <label htmlFor="size">{words.fields.size}</label>
        <input
          {...fieldState(part, 'size')}
          type="number"
          inputMode="numeric"
          min={1}
          max={30}
          defaultValue={part.form.size}
        />
        <ProblemText part={part} field="size" />
      </div>
      <label className="choice field">
        <input type="checkbox" name="skipQuietDays" value="yes" defaultChecked={part.form.skipQuietDays} />
        <span>{words.skipQuietDays}</span>
      </label>
    </Question>
  );
}

/** The language of the mails, each by its own name. */
export function LanguageChoices(part: FormPart): ReactElement {
  const words = preferencesTexts[part.site.language];
  return (
    <Question heading={words.language} hint={words.languageHint}>
      <div id="language" role="radiogroup" aria-label={words.fields.language}>
        {LANGUAGE_CODES.map((language) => (
          <label key={language} className="choice">
            <input
              type="radio"
              name="language"
              value={language}
              defaultChecked={part.form.language === language}
            />
            <span lang={language}>{LANGUAGES[language]}</span>
          </label>
        ))}
      </div>
      <ProblemText part={part} field="language" />
    </Question>
  );
}

/** How often it comes. */
export function CadenceChoices(part: FormPart): ReactElement {
  const words = preferencesTexts[part.site.language];
  return (
    <div className="field">
      <div id="cadence" role="radiogroup" aria-label={words.fields.cadence}>
        {CADENCES.map((cadence) => (
          <label key={cadence} className="choice">
            <input
              type="radio"
              name="cadence"
              value={cadence}
              defaultChecked={part.form.cadence === cadence}
            />
            <span>{words.cadences[cadence]}</span>
          </label>
        ))}
      </div>
      <ProblemText part={part} field="cadence" />
    </div>
  );
}

function SelectField({
  part,
  field,
  options,
}: {
  part: FormPart;
  field: Extract<FieldName, 'weeklyDay' | 'sendHour'>;
  options: readonly { value: string; label: string }[];
}): ReactElement {
  return (
    <div className="field">
      <label htmlFor={field}>{preferencesTexts[part.site.language].fields[field]}</label>
      <select {...fieldState(part, field)} defaultValue={part.form[field]}>
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ProblemText part={part} field={field} />
    </div>
  );
}

/** A list, not a field to type in: nobody need know how `America/Argentina/Buenos_Aires` is spelt. */
function ZoneField({ guess, ...part }: FormPart & { guess: boolean }): ReactElement {
  const words = preferencesTexts[part.site.language];
  const wrong = part.problemOf('timeZone') !== null;
  return (
    <div className="field">
      <label htmlFor="timeZone">{words.fields.timeZone}</label>
      <select
        {...fieldState(part, 'timeZone')}
        defaultValue={part.form.timeZone}
        {...(guess ? { 'data-guess': '' } : {})}
      >
        {zoneGroups(wrong ? '' : part.form.timeZone).map(({ region, zones }) => (
          <optgroup key={region ?? ''} label={region ?? words.otherZones}>
            {zones.map(({ name, place }) => (
              <option key={name} value={name}>
                {place}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <ProblemText part={part} field="timeZone" />
    </div>
  );
}
