/** Fields of one paper, in the order of the list of fields. */
export interface FieldsOfPaper {
  recorded: readonly boolean[];
  told: readonly boolean[];
}

/** F1 of one field, 2·hits / (recorded + told); 0 if it is never recorded or told. */
export function fieldF1(papers: readonly FieldsOfPaper[], field: number): number {
  let hits = 0;
  let sum = 0;
  for (const { recorded, told } of papers) {
    if (recorded[field] && told[field]) hits++;
    sum += (recorded[field] ? 1 : 0) + (told[field] ? 1 : 0);
  }
  return sum === 0 ? 0 : (2 * hits) / sum;
}

/** Mean of the F1 of the fields that some paper is recorded in. */
export function macroF1(papers: readonly FieldsOfPaper[]): number {
  const count = papers[0]?.recorded.length ?? 0;
  const fields = Array.from({ length: count }, (_, field) => field).filter((field) =>
    papers.some(({ recorded }) => recorded[field]),
  );
  return fields.reduce((sum, field) => sum + fieldF1(papers, field), 0) / fields.length;
}
