import type { ReactElement } from 'react';
import { LANGUAGE_CODES, LANGUAGES } from '../../../../config/languages.ts';
import { CADENCES } from '../../../subscribers/preferences/preference.ts';
import { type FormPart, fieldState, ProblemText, Question } from './form-part.tsx';
import type { FieldName } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';
import { zoneGroups } from './time-zones.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Schedule of the digest: frequency, weekday, time and time zone. */
export function TimeFields(part: FormPart): ReactElement {
  const texts = preferencesTexts[part.site.language];
  return (
    <Question heading={texts.when}>
      <CadenceChoices {...part} />
      <HourAndZone {...part} />
    </Question>
  );
}

/**
 * Weekday of a weekly digest, time and time zone. `guess` lets the form's script preselect the browser's
 * zone.
 */
export function HourAndZone({ guess = false, ...part }: FormPart & { guess?: boolean }): ReactElement {
  return (
    <div className="fields">
      <SelectField
        part={part}
        field="weeklyDay"
        options={part.site.format.weekdays.map((label, place) => ({ value: String(place + 1), label }))}
      />
      <SelectField
        part={part}
        field="sendHour"
        options={HOURS.map((hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00` }))}
      />
      <ZoneField {...part} guess={guess} />
    </div>
  );
}

/** Maximum size of a digest, and the choice to skip days without a match. */
export function AmountFields(part: FormPart): ReactElement {
  const texts = preferencesTexts[part.site.language];
  return (
    <Question heading={texts.howMuch}>
      <SizeField {...part} />
      <label className="choice field">
        <input type="checkbox" name="skipQuietDays" value="yes" defaultChecked={part.form.skipQuietDays} />
        <span>{texts.skipQuietDays}</span>
      </label>
    </Question>
  );
}

/** Maximum size of a digest. */
export function SizeField(part: FormPart): ReactElement {
  return (
    <div className="field">
      <label htmlFor="size">{preferencesTexts[part.site.language].fields.size}</label>
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
  );
}

/** Language of the emails, each option in its own language. */
export function LanguageChoices(part: FormPart): ReactElement {
  const texts = preferencesTexts[part.site.language];
  return (
    <Question heading={texts.language} hint={texts.languageHint}>
      <div id="language" role="radiogroup" aria-label={texts.fields.language}>
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

/** Frequency of the digest. */
export function CadenceChoices(part: FormPart): ReactElement {
  const texts = preferencesTexts[part.site.language];
  return (
    <div className="field">
      <div id="cadence" role="radiogroup" aria-label={texts.fields.cadence}>
        {CADENCES.map((cadence) => (
          <label key={cadence} className="choice">
            <input
              type="radio"
              name="cadence"
              value={cadence}
              defaultChecked={part.form.cadence === cadence}
            />
            <span>{texts.cadences[cadence]}</span>
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

/** A select, because names like `America/Argentina/Buenos_Aires` are hard to type. */
function ZoneField({ guess, ...part }: FormPart & { guess: boolean }): ReactElement {
  const texts = preferencesTexts[part.site.language];
  const hasProblem = part.problemOf('timeZone') !== null;
  return (
    <div className="field">
      <label htmlFor="timeZone">{texts.fields.timeZone}</label>
      <select
        {...fieldState(part, 'timeZone')}
        defaultValue={part.form.timeZone}
        {...(guess ? { 'data-guess': '' } : {})}
      >
        {zoneGroups(hasProblem ? '' : part.form.timeZone).map(({ region, zones }) => (
          <optgroup key={region ?? ''} label={region ?? texts.otherZones}>
            {zones.map(({ name, alias, place }) => (
              <option key={name} value={name} {...(alias === null ? {} : { 'data-alias': alias })}>
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
