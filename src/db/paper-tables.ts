import type { Generated } from 'kysely';
import type { PaperLinks, SourcePaper } from '../ports.ts';
import type { Day, Json } from './column-types.ts';

/** Tables of papers, their sources, topics and search. */
export interface PaperTables {
  papers: {
    id: string;
    title: string;
    abstract: string | null;
    summary: string | null;
    authors: Json<string[]>;
    author_count: number;
    organisation: string | null;
    categories: Json<string[]>;
    primary_category: string | null;
    published_at: Date | null;
    updated_at: Date | null;
    latest_version: number | null;
    comment: string | null;
    links: Json<PaperLinks>;
    withdrawn: boolean;
    content_hash: string;
    first_seen_at: Date;
    /** Last change of the merged paper; null before the first one. */
    changed_at: Date | null;
  };
  paper_records: {
    paper_id: string;
    source: string;
    version: number;
    record: Json<SourcePaper>;
    first_seen_at: Date;
  };
  /** Images by paper; null where the last try failed. */
  thumbnails: {
    paper_id: string;
    address: string;
    type: string | null;
    image: Uint8Array | null;
    version: string | null;
    tries: number;
    checked_at: Date;
  };
  /** Time at which a source was last asked about one paper; also for papers that it does not know. */
  record_checks: { paper_id: string; source: string; checked_at: Date };
  daily_lists: {
    source: string;
    day: Day;
    paper_id: string;
    first_seen_at: Date;
    /** Account that put the paper on the list, where the source names it. */
    submitter: string | null;
  };
  signal_snapshots: { paper_id: string; signal: string; source: string; observed_at: Date; value: number };
  topic_scores: { paper_id: string; taxonomy_version: number; topic: string; score: number };
  classifications: {
    paper_id: string;
    taxonomy_version: number;
    content_hash: string;
    /** Null for classifications from before this column. */
    classified_at: Date | null;
  };
  /** Search index, one row per paper; PostgreSQL's own functions write the lexemes. */
  paper_search: {
    paper_id: string;
    content_hash: string;
    index_version: number;
    published_on: Day;
    title_key: string;
    title: string;
    people: string;
    whole: string;
    author_keys: string[];
    organization_key: string;
  };
  search_words: { word: string; stem: string; papers: number };
  /** Models of meaning; the newest ready one is in use. `vectors` are those of meaning-model.ts. */
  meaning_models: {
    version: Generated<number>;
    fitted_at: Date;
    papers: number;
    ready: Generated<boolean>;
    terms: string[];
    vectors: Uint8Array;
  };
  /** Meaning of a paper by a model: one byte a dimension. */
  paper_meanings: { model: number; paper_id: string; content_hash: string; vector: Uint8Array };
  /** Cold models fitted to the own lists; the newest with `used` is in use, the shipped one without any. */
  cold_models: {
    version: string;
    number: Generated<number>;
    fitted_at: Date;
    until: Day;
    lists: number;
    papers: number;
    compared_with: string;
    held_back: number;
    measure: number;
    compared_measure: number;
    used: boolean;
    model: Json<unknown>;
  };
  /** Back-fill of a source's earlier lists: once per source, newest day first. */
  back_fills: {
    source: string;
    state: string;
    next_day: Day;
    oldest_day: Day;
    lists: Generated<number>;
    papers: Generated<number>;
    /** Runs in a row that failed. */
    failures: Generated<number>;
    reason: string | null;
    started_at: Date;
    updated_at: Date;
  };
  source_states: {
    source: string;
    state: string;
    checked_at: Date;
    succeeded_at: Date | null;
    newest_day: Day | null;
    failures: number;
    reason: string | null;
  };
  source_days: {
    source: string;
    day: Day;
    outcome: string;
    papers: number;
    rejected: number;
    reason: string | null;
    fetched_at: Date;
  };
  source_rejections: { source: string; day: Day; entry: string; reason: string; first_seen_at: Date };
  /** One row per paper version and model; `version` hashes title and abstract. */
  generated_summaries: {
    paper_id: string;
    version: string;
    model: string;
    state: string;
    text: string | null;
    reason: string | null;
    tries: Generated<number>;
    asked_at: Date;
    settled_at: Date | null;
  };
  summary_model_calls: { day: Day; calls: number };
  source_gates: { source: string; holder: string | null; leased_until: Date; next_at: Date };
}
