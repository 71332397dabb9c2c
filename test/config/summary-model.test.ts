import { describe, expect, it } from 'vitest';
import { EnvError, readEnv } from '../../config/env.ts';

describe('the address of the summary model', () => {
  const problemsWith = (url: string): string[] => {
    try {
      readEnv({ SUMMARY_MODEL_URL: url, SUMMARY_MODEL: 'llama3.2' });
      return [];
    } catch (error) {
      if (!(error instanceof EnvError)) throw error;
      return error.problems.map(({ variable }) => variable);
    }
  };

  it.each([
    'https://api.example.org/v1/',
    'http://127.0.0.1:11434/v1',
    'http://[::1]:8080/v1',
    'http://localhost:8000/v1',
    'http://ollama:11434/v1',
    'http://models.internal/v1',
    'http://10.1.2.3/v1',
    'http://172.20.0.5/v1',
    'http://192.168.0.7/v1',
    'http://[fd00::7]/v1',
  ])('may be %s', (url) => {
    expect(problemsWith(url)).toEqual([]);
  });

  it.each([
    'http://api.example.org/v1',
    'http://172.40.0.5/v1',
    'http://10.example.org/v1',
    'http://[2001:db8::7]/v1',
    'https://user:password@api.example.org/v1',
    'https://api.example.org/v1?key=secret',
    'ftp://127.0.0.1/v1',
  ])('may not be %s', (url) => {
    expect(problemsWith(url)).toEqual(['SUMMARY_MODEL_URL']);
  });
});
