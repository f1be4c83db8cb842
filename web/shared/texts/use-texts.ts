import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en } from './en.ts';
import type { Language } from './language.ts';
import type { Texts } from './texts.ts';
import { zh } from './zh.ts';

export const TEXTS: Readonly<Record<Language, Texts>> = { zh, en };

export type Speech = { readonly texts: Texts; readonly language: Language; readonly change: (to: Language) => void };
export const SpeechContext = createContext<Speech>({ texts: zh, language: 'zh', change: () => {} });

export const useSpeech = (): Speech => useContext(SpeechContext);
export const useTexts = (): Texts => useSpeech().texts;
