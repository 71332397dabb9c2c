/** TeX commands and the Unicode they stand for. Data only; used by tex-macros.ts. */

function pairs(...lines: string[]): ReadonlyMap<string, string> {
  const words = lines.join(' ').split(' ');
  return new Map(
    Array.from({ length: words.length / 2 }, (_, pair) => [words[2 * pair] ?? '', words[2 * pair + 1] ?? '']),
  );
}

export const GREEK = pairs(
  'alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ',
  'lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ρ sigma σ varsigma ς tau τ upsilon υ phi φ',
  'varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ',
  'Psi Ψ Omega Ω',
);

/**
 * Letters of names. Unlike other symbols they are part of a word, so TeX's rule that they swallow a space
 * applies.
 */
export const LETTERS = pairs(
  'ss ß o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ eth ð ETH Ð i ı j ȷ',
);

/** Relations and binary operators: spaced on both sides if the source has a space on either. */
export const RELATIONS = pairs(
  'leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ lt < gt > neq ≠ ne ≠ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃',
  'cong ≅ equiv ≡ propto ∝ prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳ in ∈ notin ∉ ni ∋',
  'subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ mid | parallel ∥ perp ⊥ vdash ⊢ models ⊨ to → rightarrow →',
  'longrightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ implies ⇒ Leftarrow ⇐',
  'Leftrightarrow ⇔ iff ⇔ mapsto ↦ hookrightarrow ↪ rightleftharpoons ⇌ rightsquigarrow ⇝ leadsto ⇝',
  'coloneqq ≔ triangleq ≜ times × cdot · pm ± mp ∓ div ÷ ast ∗ oplus ⊕ otimes ⊗ odot ⊙ circ ∘ bullet •',
  'wedge ∧ land ∧ vee ∨ lor ∨ cup ∪ cap ∩ setminus ∖ star ⋆ asymp ≍ doteq ≐ approxeq ≊ lessapprox ⪅',
  'gtrapprox ⪆ leqq ≦ geqq ≧ nleq ≰ ngeq ≱ nmid ∤ subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ sqsubseteq ⊑ vDash ⊨',
  'Vdash ⊩ lll ⋘ ggg ⋙ trianglelefteq ⊴ trianglerighteq ⊵ longleftarrow ← longleftrightarrow ↔ longmapsto ↦',
  'Longrightarrow ⇒ Longleftarrow ⇐ Longleftrightarrow ⇔ rightharpoonup ⇀ twoheadrightarrow ↠ multimap ⊸',
  'coloneq ≔ eqqcolon ≕ ltimes ⋉ rtimes ⋊ boxtimes ⊠ ominus ⊖ uplus ⊎ sqcup ⊔ sqcap ⊓ amalg ⨿ bowtie ⋈',
);

export const SYMBOLS = pairs(
  'ell ℓ infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ hbar ℏ Re ℜ Im ℑ',
  'aleph ℵ wp ℘ sum ∑ prod ∏ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ surd √',
  'angle ∠ triangle △ square □ Box □ blacksquare ■ diamond ⋄ clubsuit ♣ heartsuit ♥ spadesuit ♠ neg ¬',
  'lnot ¬ top ⊤ bot ⊥ prime ′ degree ° dag † dagger † ddag ‡ ddagger ‡ uparrow ↑ downarrow ↓',
  'updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ checkmark ✓ cmark ✓ xmark ✗ langle ⟨',
  'rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖ | ‖',
  'lbrace { rbrace } lbrack [ rbrack ] backslash ∖ colon : ldots … dots … cdots ⋯ dotsc … dotsb ⋯',
  'vdots ⋮ ddots ⋱ therefore ∴ because ∵ textendash – textemdash — textquoteleft ‘ textquoteright ’',
  'textquotedblleft “ textquotedblright ” textbullet • textdegree ° textmu µ textpm ± texttimes ×',
  'textless < textgreater > textbar | textunderscore _ textasciitilde ~ textasciicircum ^',
  'textellipsis … textregistered ® texttrademark ™ textcopyright © copyright © S § P ¶ pounds £ euro €',
  'texteuro € yen ¥ lq ‘ rq ’ guillemotleft « guillemotright » eg e.g. ie i.e. vs vs.',
  'iiint ∭ coprod ∐ bigwedge ⋀ bigvee ⋁ bigsqcup ⨆ hslash ℏ imath ı jmath ȷ mho ℧ complement ∁ lozenge ◊',
  'bigstar ★ bigcirc ○ flat ♭ natural ♮ sharp ♯ diamondsuit ♦ measuredangle ∡ dotsm ⋯ dotso … dotsi ⋯',
  'textohm Ω textcelsius °C textcent ¢ textsterling £ textyen ¥ textdollar $ textsection § textparagraph ¶',
  'textperthousand ‰ textpertenthousand ‱ textonehalf ½ textonequarter ¼ textthreequarters ¾ textdiv ÷',
  'textonesuperior ¹ texttwosuperior ² textthreesuperior ³ textordfeminine ª textordmasculine º',
  'textdagger † textdaggerdbl ‡ textexclamdown ¡ textquestiondown ¿ textminus − textasteriskcentered *',
  'textrightarrow → textleftarrow ← textinfty ∞ textquotesingle \' textquotedbl " quotedblbase „',
  'quotesinglbase ‚ guilsinglleft ‹ guilsinglright › omicron ο hyp - slash /',
  'wrt w.r.t. LaTeX LaTeX LaTeXe LaTeX TeX TeX BibTeX BibTeX $ $ % % & & # # _ _ { { } }',
);

/** Upright names of functions. */
export const OPERATORS: ReadonlySet<string> = new Set(
  (
    'log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh max min sup inf lim ' +
    'limsup liminf arg argmax argmin det dim ker deg gcd hom Pr mod bmod'
  ).split(' '),
);

/** Double-struck letters that email clients' fonts have. The others stay plain letters. */
export const DOUBLE_STRUCK = pairs('C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ');

/** Commands without effect on a line of text. They are removed. */
export const INVISIBLE: ReadonlySet<string> = new Set(
  (
    'bf it em tt sc rm sf sl cal bfseries itshape slshape scshape ttfamily sffamily rmfamily mdseries ' +
    'upshape normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge ' +
    'centering noindent displaystyle textstyle scriptstyle left right middle big Big bigg Bigg bigl ' +
    'bigr bigm Bigl Bigr Bigm biggl biggr Biggl Biggr limits nolimits xspace protect boldmath ' +
    'unboldmath nonumber notag hfill vfill null relax textbackslash smallskip medskip bigskip ' +
    'footnotemark maketitle sloppy'
  ).split(' '),
);

/** Commands that are a space. */
export const SPACES: ReadonlySet<string> = new Set(
  'quad qquad enspace thinspace space newline linebreak par item'.split(' '),
);

/** Commands that show their argument: the font changes, the words stay. */
export const SHOWS_ARGUMENT: ReadonlySet<string> = new Set(
  (
    'textbf textit texttt textsc textrm textsf textsl textup textmd textnormal emph underline uline ' +
    'text mbox hbox fbox makebox mathbf mathrm mathit mathsf mathtt mathnormal mathcal mathscr mathfrak ' +
    'mathbb mathbbm mathds boldsymbol bm pmb mathop mathbin mathrel ensuremath url path ' +
    'nolinkurl uppercase lowercase underbrace overbrace overrightarrow boxed title author smash ' +
    'substack mathup symbf symup textulc textls intertext vcenter ac acs acl acf acp gls Gls glspl acrshort'
  ).split(' '),
);

/** Commands with one argument for typesetting, or for a bibliography that an email does not have. */
export const HIDES_ARGUMENT: ReadonlySet<string> = new Set(
  (
    'label vspace hspace color phantom hphantom vphantom begin end cite citep citet citealp citealt ' +
    'citeauthor citeyear parencite textcite nocite ref eqref cref Cref autoref pageref tag footnotetext ' +
    'index bibliographystyle bibliography includegraphics input pagestyle thispagestyle usepackage'
  ).split(' '),
);

/** Commands of two arguments that show only the second. */
export const SHOWS_SECOND_ARGUMENT: ReadonlySet<string> = new Set(
  'href textcolor colorbox overset underset stackrel texorpdfstring raisebox scalebox hyperref'.split(' '),
);
