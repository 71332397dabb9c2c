/** On paper: ink, no buttons, nothing folded. */
export const PRINT = `
@media print{
:root{--paper:#fff;--ink:#000;--faded:#444;--press:#000;--wash:#fff;--rule:#999}
body{max-width:none;padding:0}
.sections,.days,.links,.actions,.strip,.skip,.foot nav,form,summary{display:none}
details::details-content{content-visibility:visible}
.paper{break-inside:avoid}
.facts{padding:0}
}
`;
