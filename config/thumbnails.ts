/** Limits of the optional thumbnails (`THUMBNAILS=on`). Data only. */
export const THUMBNAIL_LIMITS = {
  /** Hosts that may serve an image, exactly and over https. `THUMBNAIL_BASE_URL` replaces them. */
  hosts: ['huggingface.co', 'cdn-thumbnails.huggingface.co', 'cdn-uploads.huggingface.co'],
  /** Larger images are refused; those of Hugging Face have 50 to 300 kB. */
  maxBytes: 2 * 1024 * 1024,
  /** Redirects followed per image, each to an allowed host. */
  maxRedirects: 2,
  timeoutMs: 10_000,
  /** Requests at once, and images per run: a run has 50 new papers at most on a usual day. */
  concurrency: 2,
  perRun: 60,
  /** Tries per image, and minimum time between them. */
  tries: 3,
  retryHours: 6,
  /** Only papers of lists this recent have an image. Older ones are deleted. */
  days: 30,
  /** All stored images together; beyond it, those of the oldest papers are deleted. */
  totalBytes: 200 * 1024 * 1024,
} as const;
