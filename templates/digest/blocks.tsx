import type { ReactElement } from 'react';
import { AlsoTrending } from './also-trending.tsx';
import { Contents } from './contents.tsx';
import { DigestFooter } from './footer.tsx';
import { DigestMasthead } from './masthead.tsx';
import { PickCard } from './pick.tsx';
import { QuietDay } from './quiet-day.tsx';
import { RiseLine } from './rise.tsx';
import type { DigestView } from './view.ts';

/** Rows of a digest from top to bottom, each the content of one Block. */
export function digestBlocks(view: DigestView): ReactElement[] {
  return [
    <DigestMasthead
      key="masthead"
      name={view.name}
      site={view.site}
      edition={view.edition}
      dateLine={view.dateLine}
    />,
    ...(view.quiet === null ? [] : [<QuietDay key="quiet" sentence={view.quiet} />]),
    ...(view.rise ? [<RiseLine key="rise" {...view.rise} />] : []),
    ...(view.contents ? [<Contents key="contents" {...view.contents} />] : []),
    ...view.picks.map((pick) => <PickCard key={pick.number} pick={pick} />),
    ...(view.alsoTrending ? [<AlsoTrending key="also" {...view.alsoTrending} />] : []),
    <DigestFooter
      key="footer"
      subscription={view.subscription}
      footerLinks={view.footerLinks}
      viewLinks={view.viewLinks}
      forwarded={view.forwarded}
      postalAddress={view.postalAddress}
    />,
  ];
}
