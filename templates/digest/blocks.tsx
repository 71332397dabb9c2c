import type { ReactElement } from 'react';
import { AlsoTrending } from './also-trending.tsx';
import { DigestFooter } from './footer.tsx';
import { DigestMasthead } from './masthead.tsx';
import { PickCard } from './pick.tsx';
import { QuietDay } from './quiet-day.tsx';
import type { DigestView } from './view.ts';

/** Rows of a digest from top to bottom, each the content of one Block. */
export function digestBlocks(view: DigestView): ReactElement[] {
  return [
    <DigestMasthead key="masthead" name={view.name} site={view.site} dateLine={view.dateLine} />,
    ...(view.quiet === null ? [] : [<QuietDay key="quiet" sentence={view.quiet} />]),
    ...view.picks.map((pick, index) => <PickCard key={pick.title} pick={pick} first={index === 0} />),
    ...(view.alsoTrending ? [<AlsoTrending key="also" {...view.alsoTrending} />] : []),
    <DigestFooter
      key="footer"
      subscription={view.subscription}
      footerLinks={view.footerLinks}
      postalAddress={view.postalAddress}
    />,
  ];
}
