// What a context-free token can't say: the starts of provisions and of rows, which depend on lines, and the legal
// operators and units that stand in one piece with numbers (`10万人以上不满100万人`). It follows the lexer and
// `parser/layout.rs` of crates/weir-syntax.

#include "tree_sitter/parser.h"

#include <stdlib.h>
#include <string.h>

enum Token {
    START,
    ROW_START,
    OPEN,
    CLOSE,
    AT_LEAST,
    AT_MOST,
    BELOW,
    ABOVE,
    UNIT,
    NEVER,
    RECOVERING,
};

typedef struct {
    // Whether the word of a provision follows directly behind the last brace, on its line.
    bool start_follows;
} Scanner;

// The longest word that is looked at, in characters. `working_days` has 12.
#define WORD 16

void *tree_sitter_weir_external_scanner_create(void) {
    return calloc(1, sizeof(Scanner));
}

void tree_sitter_weir_external_scanner_destroy(void *payload) {
    free(payload);
}

unsigned tree_sitter_weir_external_scanner_serialize(void *payload, char *buffer) {
    buffer[0] = ((Scanner *)payload)->start_follows ? 1 : 0;
    return 1;
}

void tree_sitter_weir_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    ((Scanner *)payload)->start_follows = length == 1 && buffer[0] == 1;
}

static bool is_space(int32_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xFEFF || c == 0x3000 || c == 0xA0;
}

static bool is_digit(int32_t c) {
    return c >= '0' && c <= '9';
}

// Whether a word goes on with this character. Beyond ASCII: all but the spaces, quotation marks and full-width signs.
static bool is_word(int32_t c) {
    if (c < 0x80) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
    if (c >= 0xFF10 && c <= 0xFF19) return true;
    if (c >= 0xFF21 && c <= 0xFF3A) return true;
    if (c >= 0xFF41 && c <= 0xFF5A) return true;
    if (c >= 0xFF01 && c <= 0xFF65) return false;
    if (c >= 0x3000 && c <= 0x3004) return false;
    if (c >= 0x3008 && c <= 0x3020) return false;
    if (c >= 0x2010 && c <= 0x2029) return false;
    return !is_space(c) && c != 0x2260 && c != 0x2264 && c != 0x2265;
}

static bool same(const int32_t *word, unsigned length, const int32_t *other, unsigned other_length) {
    return length == other_length && memcmp(word, other, length * sizeof(int32_t)) == 0;
}

static bool spells(const int32_t *word, unsigned length, const char *ascii) {
    if (length != strlen(ascii)) return false;
    for (unsigned at = 0; at < length; at++) {
        if (word[at] != ascii[at]) return false;
    }
    return true;
}

static bool starts_provision(const int32_t *word, unsigned length) {
    static const char *const WORDS[] = {
        "article", "paragraph", "item", "question", "section", "annex", "sector", "scenario", "row", "rule",
    };
    for (unsigned at = 0; at < sizeof(WORDS) / sizeof(WORDS[0]); at++) {
        if (spells(word, length, WORDS[at])) return true;
    }
    return false;
}

static const char *const UNITS[] = {
    "people", "days", "working_days", "months", "years", "hours", "bytes", "records", "percent",
};

// 人 日 天 个工作日 工作日 个月 年 岁 周岁 小时 字节 条
static const int32_t CHINESE_UNITS[][4] = {
    {0x4EBA},         {0x65E5},         {0x5929},         {0x4E2A, 0x5DE5, 0x4F5C, 0x65E5},
    {0x5DE5, 0x4F5C, 0x65E5}, {0x4E2A, 0x6708}, {0x5E74}, {0x5C81},
    {0x5468, 0x5C81}, {0x5C0F, 0x65F6}, {0x5B57, 0x8282}, {0x6761},
};
#define CHINESE_UNIT_COUNT (sizeof(CHINESE_UNITS) / sizeof(CHINESE_UNITS[0]))

static unsigned unit_length(const int32_t *unit) {
    unsigned length = 0;
    while (length < 4 && unit[length] != 0) length++;
    return length;
}

static bool emit(TSLexer *lexer, enum Token token) {
    lexer->result_symbol = token;
    return true;
}

// 以上 以下 不满 超过. A piece that is cut off ends behind its second character; the rest is read by itself.
static bool operator_(TSLexer *lexer, const bool *valid, bool glued) {
    int32_t first = lexer->lookahead;
    lexer->advance(lexer, false);
    int32_t second = lexer->lookahead;
    enum Token token;
    if (first == 0x4EE5 && second == 0x4E0A) token = AT_LEAST;
    else if (first == 0x4EE5 && second == 0x4E0B) token = AT_MOST;
    else if (first == 0x4E0D && second == 0x6EE1) token = BELOW;
    else if (first == 0x8D85 && second == 0x8FC7) token = ABOVE;
    else return false;
    if (!valid[token]) return false;
    lexer->advance(lexer, false);
    lexer->mark_end(lexer);
    int32_t next = lexer->lookahead;
    bool whole = !is_word(next);
    bool before_number = is_digit(next) && (token == BELOW || token == ABOVE);
    return (glued || whole || before_number) && emit(lexer, token);
}

// A unit directly behind its number, as the longest of the Chinese ones.
static bool glued_unit(TSLexer *lexer, const bool *valid) {
    int32_t seen[4];
    unsigned length = 0, longest = 0;
    while (length < 4) {
        seen[length++] = lexer->lookahead;
        lexer->advance(lexer, false);
        bool goes_on = false;
        for (unsigned at = 0; at < CHINESE_UNIT_COUNT; at++) {
            unsigned whole = unit_length(CHINESE_UNITS[at]);
            if (whole < length || memcmp(seen, CHINESE_UNITS[at], length * sizeof(int32_t)) != 0) continue;
            if (whole == length) {
                longest = length;
                lexer->mark_end(lexer);
            }
            goes_on |= whole > length;
        }
        if (!goes_on) break;
    }
    return longest > 0 && valid[UNIT] && emit(lexer, UNIT);
}

// Reads the word at which the lexer stands, and says whether it is one that starts a provision or rule. `article.a` and
// `row-1` are names and ids.
static bool at_provision(TSLexer *lexer) {
    int32_t word[WORD];
    unsigned length = 0;
    while (is_word(lexer->lookahead) && length < WORD) {
        word[length++] = lexer->lookahead;
        lexer->advance(lexer, false);
    }
    bool goes_on = is_word(lexer->lookahead);
    if (lexer->lookahead == '.' || lexer->lookahead == '-' || lexer->lookahead == '/') {
        lexer->advance(lexer, false);
        goes_on |= is_word(lexer->lookahead);
    }
    return !goes_on && starts_provision(word, length);
}

static bool brace(Scanner *scanner, TSLexer *lexer, enum Token token) {
    lexer->advance(lexer, false);
    lexer->mark_end(lexer);
    while (is_space(lexer->lookahead) && lexer->lookahead != '\n') lexer->advance(lexer, false);
    scanner->start_follows = at_provision(lexer);
    return emit(lexer, token);
}

bool tree_sitter_weir_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
    Scanner *scanner = payload;
    bool starts_line = false, spaced = false;
    while (is_space(lexer->lookahead)) {
        starts_line |= lexer->lookahead == '\n';
        spaced = true;
        lexer->advance(lexer, true);
    }
    if (lexer->eof(lexer)) return false;
    int32_t c = lexer->lookahead;

    if ((c == '{' || c == 0xFF5B) && valid[OPEN]) return brace(scanner, lexer, OPEN);
    if ((c == '}' || c == 0xFF5D) && valid[CLOSE]) return brace(scanner, lexer, CLOSE);
    if ((c == '|' || c == 0xFF5C) && starts_line && valid[ROW_START]) {
        lexer->advance(lexer, false);
        lexer->mark_end(lexer);
        return emit(lexer, ROW_START);
    }
    if (valid[START] && (starts_line || scanner->start_follows) && c < 0x80 && is_word(c)) {
        lexer->mark_end(lexer);
        if (!at_provision(lexer)) return false;
        scanner->start_follows = false;
        return emit(lexer, START);
    }
    if ((c == '%' || c == 0xFF05) && valid[UNIT]) {
        lexer->advance(lexer, false);
        lexer->mark_end(lexer);
        return emit(lexer, UNIT);
    }
    if ((c == 0x4EE5 || c == 0x4E0D || c == 0x8D85) &&
        (valid[AT_LEAST] || valid[AT_MOST] || valid[BELOW] || valid[ABOVE])) {
        return operator_(lexer, valid, !spaced);
    }
    // In search of a place to go on, no name is taken for a unit.
    if (!valid[UNIT] || valid[RECOVERING] || starts_line || !is_word(c)) return false;
    if (!spaced) return glued_unit(lexer, valid);
    int32_t word[WORD];
    unsigned length = 0;
    while (is_word(lexer->lookahead) && length < WORD) {
        word[length++] = lexer->lookahead;
        lexer->advance(lexer, false);
    }
    if (is_word(lexer->lookahead) || lexer->lookahead == '.') return false;
    lexer->mark_end(lexer);
    for (unsigned at = 0; at < sizeof(UNITS) / sizeof(UNITS[0]); at++) {
        if (spells(word, length, UNITS[at])) return emit(lexer, UNIT);
    }
    for (unsigned at = 0; at < CHINESE_UNIT_COUNT; at++) {
        if (same(word, length, CHINESE_UNITS[at], unit_length(CHINESE_UNITS[at]))) return emit(lexer, UNIT);
    }
    return false;
}
