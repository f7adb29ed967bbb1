// The editor: CodeMirror with SPARQL, in a shadow root, so that its styles are constructed sheets and no <style>
// elements: a site may forbid those.
//
// Tab indents, as editors do; Escape and then Tab leaves, as the page says.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { Annotation, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// The page's own colours: custom properties reach into a shadow root.
const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--good)" },
  { tag: tags.variableName, color: "var(--clash)" },
  { tag: tags.atom, color: "var(--warn)" },
  { tag: tags.meta, color: "var(--soft)" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--card)", border: "1px solid var(--soft)", borderRadius: ".3rem", fontSize: ".88rem" },
  "&.cm-focused": { outline: ".18rem solid var(--focus)", outlineOffset: ".12rem" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", maxHeight: "26rem", overflow: "auto" },
  ".cm-content, .cm-gutter": { minHeight: "13rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".6rem 0" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--wash)", borderInlineEnd: "1px solid var(--line)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 .5rem 0 .7rem" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--wash)" },
  ".cm-faulty, &.cm-focused .cm-faulty": { backgroundColor: "var(--bad-wash)", boxShadow: "inset .25rem 0 var(--bad)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-wash)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--card)", border: "1px solid var(--soft)", borderRadius: ".3rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".15rem .5rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--paper)", backgroundColor: "var(--accent)" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", marginInlineStart: "1rem", opacity: ".8" },
});

const setFault = StateEffect.define();
const byProgram = Annotation.define();

/** The line that the engine complained of, until the text changes. */
const faultyLine = StateField.define({
  create: () => Decoration.none,
  update(found, change) {
    if (change.docChanged) return Decoration.none;
    for (const effect of change.effects) {
      if (effect.is(setFault)) return Decoration.set([Decoration.line({ class: "cm-faulty" }).range(effect.value)]);
    }
    return found;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class Editor {
  /** place: an empty element; complete: a source of completions; on: { run(), edited() }, the latter for what users type. */
  constructor(place, { label, complete, on }) {
    const root = place.attachShadow({ mode: "open" });
    const run = { key: "Mod-Enter", preventDefault: true, run: () => (on.run(), true) };
    const extensions = [
      keymap.of([run, ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      lineNumbers(),
      history(),
      highlightActiveLine(),
      bracketMatching(),
      closeBrackets(),
      faultyLine,
      StreamLanguage.define({ ...sparql, languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"'] } } }),
      syntaxHighlighting(COLOURS),
      LOOK,
      EditorView.lineWrapping,
      autocompletion({ override: [complete], icons: false }),
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((one) => one.annotation(byProgram))) on.edited();
      }),
    ];
    this.view = new EditorView({ state: EditorState.create({ extensions }), parent: root, root });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Show another text; users can undo it. */
  set text(text) {
    if (text === this.text) return;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, annotations: byProgram.of(true) });
  }

  /** Mark a line (counted from 1). */
  mark(line) {
    const { doc } = this.view.state;
    if (line >= 1 && line <= doc.lines) this.view.dispatch({ effects: setFault.of(doc.line(line).from) });
  }

  /** Put the cursor where the engine stumbled. */
  goTo(line, column) {
    const { doc } = this.view.state;
    const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
    this.view.dispatch({ selection: { anchor: Math.min(found.from + column - 1, found.to) }, scrollIntoView: true });
    this.view.focus();
  }
}
