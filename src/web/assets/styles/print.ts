/** On paper: ink, no buttons, nothing folded. */
export const PRINT = `
@media print{
:root{--paper:#fff;--ink:#000;--faded:#444;--press:#000;--wash:#fff;--rule:#999}
body{max-width:none;padding:0}
.sections,.days,.pages,.choose,.controls,.links,.actions,.strip,.skip,.foot nav,form,summary{display:none}
.abstract p{display:block}
details::details-content{content-visibility:visible}
.paper{break-inside:avoid}
.facts{padding:0}
}
`;
