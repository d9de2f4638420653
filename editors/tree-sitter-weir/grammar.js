/**
 * The shape of Weir for editors. It follows crates/weir-syntax/src/grammar.lalrpop; `check.mjs` holds both against each
 * other. What depends on lines, and what stands directly behind a number, is read by src/scanner.c.
 *
 * Generate the parser with `npx tree-sitter generate` (see README.md).
 */

const PREC = { implies: 1, or: 2, and: 3, not: 4 };

// As the lexer has them; the characters that can't be seen are read, and reported by the language server.
const START = '[\\p{XID_Start}_]';
const GO_ON = '[\\p{XID_Continue}\\u{200B}-\\u{200F}\\u{202A}-\\u{202E}\\u{2060}\\u{2066}-\\u{2069}]';

// Never a name. A soft word is none of these: it is a name wherever it says nothing.
const HARD = [
  'adopts', 'all', 'and', 'annex', 'annexes', 'announced', 'any', 'approved', 'article', 'articles', 'as', 'ask',
  'assume', 'available', 'band', 'because', 'category', 'cite', 'counter', 'dated', 'define', 'disapplies', 'edition',
  'en', 'except', 'expect', 'fact', 'false', 'fields', 'filed', 'from', 'general_list', 'given', 'has', 'if', 'implies',
  'in', 'instrument', 'is', 'issuer', 'item', 'items', 'list', 'lists', 'means', 'measure', 'missing', 'needs', 'not',
  'note', 'number', 'of', 'option', 'or', 'others', 'outcome', 'outside', 'paragraph', 'paragraphs', 'prevails',
  'profile', 'published', 'question', 'questions', 'reading', 'replaces', 'row', 'rows', 'rule', 'scenario',
  'scenarios', 'section', 'sections', 'sector', 'sectors', 'short', 'source', 'strictest', 'test', 'that', 'then',
  'threshold', 'trial', 'triggered', 'true', 'under', 'unknown', 'unless', 'until', 'untranscribed', 'url', 'use',
  'when', 'with', 'yields', 'zh', 'zone', '不满', '以上', '以下', '超过',
];

// Kept for constructs to come.
const KEPT = [
  'applicant', 'applies', 'calendar', 'columns', 'deadline', 'due', 'field', 'holiday', 'population', 'portfolio',
];

const comma = (rule) => seq(rule, repeat(seq(choice(',', '，', '、'), rule)));
const list = ($, rule) => seq($._open, optional(comma(rule)), $._close);

module.exports = grammar({
  name: 'weir',

  externals: ($) => [
    // Before the word of a provision or rule that starts a line or follows a brace; has no width.
    $._start,
    // `|` at the start of a line.
    $._row_start,
    // Braces, so that the scanner knows what follows one.
    '{',
    '}',
    // Legal operators and units, which may stand in one piece with numbers: `10万人以上不满100万人`.
    '以上',
    '以下',
    '不满',
    '超过',
    $.unit,
    // Never found.
    $._never,
    // Valid nowhere; tells the scanner that the parser is recovering.
    $._recovering,
  ],

  extras: ($) => [/[ \t\r\n\u{FEFF}\u{3000}\u{00A0}]/u, $.comment, $.doc_comment],

  word: ($) => $.name,

  reserved: { global: () => [...HARD, ...KEPT] },

  supertypes: ($) => [$._declaration, $._clause, $._nested, $._expression],

  rules: {
    file: ($) => repeat(choice($._declaration, $._kept)),

    // A reserved word must be a token of the grammar. This makes them tokens and stands nowhere.
    _kept: ($) => seq($._never, choice(...KEPT)),

    _declaration: ($) => choice(
      $.use, $.outcome, $.category, $.fact, $.measure, $.threshold, $.zone, $.instrument, $.list, $.counter, $.reading,
      $.assume, $.define, $.profile, $.test,
    ),

    // Words, texts, numbers.
    name: () => token(new RegExp(`${START}${GO_ON}*(\\.${START}${GO_ON}*)*`, 'u')),
    code: () => token(new RegExp(`${START}[\\p{XID_Continue}]*([\\-/][\\p{XID_Continue}]+)+`, 'u')),
    text: () => token(choice(/"([^"\\\n\r]|\\[^\n\r])*"/, /“[^”\n\r]*”/)),
    number: () => token(/[0-9０-９][0-9０-９_]*([\.．][0-9０-９]+)?[百千万亿]*/),
    date: () => token(/[0-9]+-[0-9]+-[0-9]+/),
    comment: () => token(/\/\/([^\/\n\r][^\n\r]*|\/\/[^\n\r]*)?/),
    doc_comment: () => token(/\/\/\/([^\/\n\r][^\n\r]*)?/),
    quantity: ($) => seq($.number, optional($.unit)),
    boolean: () => choice('true', 'false'),
    unknown: () => 'unknown',

    // Signs in both widths.
    _open: () => '{',
    _close: () => '}',
    _colon: () => choice(':', '：'),
    _equals: () => choice('=', '==', '＝'),
    _bar: () => choice('|', '｜'),
    sign: ($) => choice($._equals, '!=', '≠', '！＝', '<', '＜', '<=', '≤', '＜＝', '>', '＞', '>=', '≥', '＞＝'),

    // Texts in two languages.
    label: ($) => seq(
      optional(field('kind', choice('ask', 'short', 'issuer', 'number', 'note', 'missing', 'because', 'approved',
        'filed', 'triggered'))),
      field('language', choice('zh', 'en')),
      field('text', $.text),
    ),

    use: ($) => seq('use', field('path', $.text)),

    outcome: ($) => seq('outcome', field('name', $.name), field('kind', choice('ladder', 'set')), repeat($.label),
      $._open, repeat($.member), $._close),
    member: ($) => seq(field('name', $.name), repeat($.label)),

    category: ($) => seq('category', $._category_body),
    _category_body: ($) => seq(field('name', $.name), repeat($.label),
      optional(seq($._open, repeat(alias($.kind_of, $.category_member)), $._close))),
    kind_of: ($) => $._category_body,

    fact: ($) => seq('fact', field('name', $.name), $._colon, field('type', $._type), repeat(choice($.label, $.cite))),
    _type: ($) => choice($.primitive_type, $.enumeration, $.one_of, $.set_of, alias($.name, $.unit_name)),
    primitive_type: () => choice('bool', 'date'),
    enumeration: ($) => seq('one', 'of', $._open, repeat($.member), $._close),
    one_of: ($) => seq('one', 'of', $._type_name),
    set_of: ($) => seq('set', 'of', $._type_name),
    _type_name: ($) => field('type', choice(alias($.name, $.type_name), alias('zone', $.type_name))),

    measure: ($) => seq('measure', field('name', $.name), $._colon, field('unit', alias($.name, $.unit_name)),
      optional(seq('each', field('period', alias($.name, $.unit_name)))), repeat(choice($.label, $.cite))),

    threshold: ($) => seq('threshold', field('name', $.name), $._open, repeat(choice($.label, $.threshold_value)),
      $._close),
    threshold_value: ($) => seq($.period, $._colon, $.quantity, repeat($.cite)),
    period: ($) => choice(seq('from', $.date, optional(seq('until', $.date))), seq('until', $.date)),

    zone: ($) => seq('zone', field('name', $.name), repeat($.label)),

    counter: ($) => seq('counter', field('name', $.name), $._colon, field('unit', alias($.name, $.unit_name)), $._open,
      repeat(choice($.label, $.cite)), repeat($.counter_case), $._close),
    counter_case: ($) => seq(field('measure', $.name), $.if),

    instrument: ($) => seq('instrument', field('name', $.name), $.body),
    list: ($) => seq(choice('list', 'general_list'), $._list_name, $.body),
    _list_name: ($) => seq(field('name', $.name), $.edition),
    edition: ($) => seq('edition', $.text),

    // Bodies.
    body: ($) => seq($._open, repeat($._clause), repeat($._nested), $._close),
    _nested: ($) => choice($.provision, $.rule, $.precedence, $.strictest, $.define, $.assume, $.lists, $.table,
      $.adoption),

    provision: ($) => seq(
      $._start,
      choice(seq($._kind, field('number', $.number), optional(field('name', $.name))), $._part),
      choice(seq(repeat1($._clause), optional($.body)), $.body),
    ),
    _kind: ($) => field('kind', choice('article', 'paragraph', 'item', 'question', 'section', 'annex')),
    _kinds: ($) => field('kind', choice('articles', 'paragraphs', 'items', 'questions', 'sections', 'annexes')),
    _part: ($) => choice(
      seq(field('kind', choice('sector', 'scenario')), field('name', $.name)),
      seq(field('kind', 'row'), field('id', $.row_id)),
    ),
    row_id: ($) => choice($.number, $.name, $.code, $.text),
    rule: ($) => seq($._start, 'rule', field('name', $.name), repeat1($._clause)),

    _clause: ($) => choice(
      $.label, $.when, $.then, $.in_force, $.published, $.url, $.source, $.cite,
      $.under, $.zones, $.dated, $.announced, $.trial, $.replaces, $.available, $.outside, $.untranscribed,
      $.fields, $.band, $.except, $.unless, $.as_of, $.with,
    ),
    when: ($) => seq('when', $._expression),
    then: ($) => seq('then', $.conclusion),
    conclusion: ($) => seq(field('target', $.name), choice(
      comma(field('value', $.name)),
      seq('has', field('value', $.name)),
      'untranscribed',
    )),
    in_force: ($) => seq('in', 'force', $.period, optional($.if)),
    published: ($) => seq('published', $.date),
    url: ($) => seq('url', $.text),
    source: ($) => seq('source', choice('primary', 'secondary'), optional($.text)),
    cite: ($) => seq('cite', $._references),
    if: ($) => seq('if', $._expression),

    // Clauses of lists.
    under: ($) => seq('under', $.reference),
    zones: ($) => seq('zone', comma($.name)),
    dated: ($) => seq('dated', comma($.date)),
    announced: ($) => seq('announced', comma($.count)),
    count: ($) => seq($.number, choice('sectors', 'scenarios', 'rows', 'fields', 'items')),
    trial: ($) => seq('trial', 'until', $.date, optional($.if)),
    replaces: ($) => seq('replaces', $._list_name),
    available: ($) => seq('available', 'when', $._expression),
    outside: ($) => seq('outside', field('what', $.name), optional($.if)),
    untranscribed: ($) => seq('untranscribed', optional(choice('sectors', 'scenarios', 'rows')), optional($.if)),
    fields: ($) => seq('fields', comma($.name), optional(seq('and', 'others'))),
    band: ($) => seq('band', $._expression, 'then', $.conclusion),
    except: ($) => seq('except', $._references),
    unless: ($) => seq('unless', $._expression),
    as_of: ($) => seq('as', 'of', $.date),
    with: ($) => seq('with', $.name, 'as', $.name),

    lists: ($) => seq('lists', $._open, repeat($.label), repeat($._lists_part), $._close),
    _lists_part: ($) => choice($.lists_sectors, $.lists_scenarios, $.lists_fields, $.lists_strictest, $.lists_outside,
      $.lists_others),
    lists_sectors: ($) => seq('sectors', $.name),
    lists_scenarios: ($) => seq('scenarios', $.name),
    lists_fields: ($) => seq('fields', $.name),
    lists_strictest: ($) => seq('strictest', field('outcome', $.name), field('value', $.name)),
    lists_outside: ($) => seq('outside', field('what', $.name), repeat1(choice($.label, $.when, $.then, $.cite))),
    lists_others: ($) => seq('others', field('what', $.name), $.if),

    adoption: ($) => prec.right(seq('adopts', $._list_name,
      optional(seq(choice('sectors', 'scenarios'), comma($.name))), repeat($._clause))),

    // Which rule prevails.
    precedence: ($) => seq(
      field('subject', alias($._subject, $.reference)),
      choice(seq('yields', 'to'), seq('prevails', 'over'), 'disapplies'),
      $._references,
      optional(seq('by', field('by', $.reference))),
    ),
    strictest: ($) => seq('strictest', 'among', $._references),
    _subject: ($) => choice(seq($._start, repeat1($.step)), $._named_reference),
    reference: ($) => choice(repeat1($.step), $._named_reference),
    _named_reference: ($) => seq(field('instrument', $.name), optional($.edition), repeat($.step)),
    step: ($) => choice(seq(choice($._kind, $._kinds), field('number', $.number)), $._part,
      seq(field('kind', 'rule'), field('name', $.name))),
    _references: ($) => seq($.reference, repeat(seq(choice(',', '，', '、'), choice($.reference, $.number, $.code)))),

    reading: ($) => seq('reading', field('name', $.name), $._open, repeat(choice($.label, $.cite)),
      repeat($.reading_option), $._close),
    reading_option: ($) => seq('option', field('name', $.name), optional('default'), repeat(choice($.label, $.cite))),

    assume: ($) => seq('assume', field('name', $.name), repeat(choice($.label, $.cite)), 'that', $._expression),
    define: ($) => seq('define', field('name', $.name), repeat(choice($.label, $.cite)), 'means', $._expression),

    // Conditions.
    _expression: ($) => choice($.implication, $.disjunction, $.conjunction, $.negation, $.parenthesized, $.boolean,
      $.condition_name, $.is, $.has, $.comparison, $.bounds, $.reading_is),
    implication: ($) => prec.left(PREC.implies, seq($._expression, 'implies', $._expression)),
    disjunction: ($) => prec.left(PREC.or, seq($._expression, 'or', $._expression)),
    conjunction: ($) => prec.left(PREC.and, seq($._expression, 'and', $._expression)),
    negation: ($) => prec(PREC.not, seq('not', $._expression)),
    parenthesized: ($) => seq(choice('(', '（'), $._expression, choice(')', '）')),
    condition_name: ($) => $.name,
    is: ($) => seq(field('subject', $.name), 'is', optional('not'), choice(
      field('value', $.name),
      seq('one', 'of', comma(field('value', $.name))),
    )),
    has: ($) => seq(field('subject', $.name), 'has', choice(
      field('value', $.name),
      seq(choice('any', 'all'), 'of', comma(field('value', $.name))),
    )),
    comparison: ($) => seq(field('subject', $.name), choice($.sign, '以上', '以下'), $._operand),
    bounds: ($) => seq(field('subject', $.name), repeat1($.bound)),
    bound: ($) => choice(seq($._literal, choice('以上', '以下')), seq(choice('不满', '超过'), $._operand)),
    reading_is: ($) => seq('reading', field('reading', $.name), 'is', field('option', $.name)),
    _literal: ($) => choice($.quantity, $.date),
    _operand: ($) => choice($._literal, $.name),

    // Tests.
    profile: ($) => seq('profile', field('name', $.name), optional(seq('profile', field('base', $.name))),
      repeat($.label), $._assignments),
    _assignments: ($) => seq($._open, repeat($.assignment), $._close),
    assignment: ($) => seq(field('fact', $.name), $._equals, field('value', $._value)),
    _value: ($) => choice($.quantity, $.date, $.text, $.boolean, $.unknown, $.set, $.name),
    set: ($) => list($, $.name),

    test: ($) => seq('test', optional('table'), field('name', $.text), optional(seq('on', $.date)), $._open,
      repeat(choice($.given, $.test_reading, $.expect)), repeat($.row), $._close),
    given: ($) => seq('given', choice($._assignments, seq('profile', field('profile', $.name), optional($._assignments)))),
    test_reading: ($) => seq('reading', field('reading', $.name), 'is', field('option', $.name)),
    expect: ($) => seq('expect', choice(
      seq(field('outcome', $.name), field('value', $._expected), optional(seq('by', $.reference))),
      seq(field('outcome', $.name), optional('not'), 'has', comma($.name)),
      seq('needs', comma($.name)),
      seq('reading', field('reading', $.name)),
    )),
    _expected: ($) => choice($.name, $.set, seq($.name, $.set)),

    // Tables.
    table: ($) => seq('table', $._open, repeat($.row), $._close),
    row: ($) => seq(alias($._row_start, '|'), repeat1(seq(optional($.cell), $._bar))),
    cell: ($) => choice(
      $.code, repeat1($.bound), seq($.sign, $._operand), $.column, $.quantity, $.date, $.text, $.boolean, $.unknown,
      $.set, seq($.name, $.set), $.reference,
    ),
    column: () => choice('by', 'untranscribed', 'zh', 'en', 'row', 'fields', 'others', 'except', 'unless', 'source',
      'url', 'cite', 'primary', 'secondary'),
  },
});
