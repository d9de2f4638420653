;;; weir-mode.el --- Editing Weir policies -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages

;;; Commentary:

;; `weir-mode' for `.weir' files, and `weir lsp' for eglot:
;;
;;   (require 'weir-mode)
;;   (add-hook 'weir-mode-hook #'eglot-ensure)

;;; Code:

(defgroup weir nil
  "Policies on exports of data."
  :group 'languages)

(defcustom weir-program "weir"
  "The program that is started as language server."
  :type 'string)

(defvar weir-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?_ "_" table)
    ;; A dotted name is one name.
    (modify-syntax-entry ?. "_" table)
    (modify-syntax-entry ?| "." table)
    table))

(defconst weir-declarations
  '("assume" "category" "counter" "define" "fact" "general_list" "instrument" "list" "lists" "measure" "outcome"
    "profile" "reading" "test" "threshold" "use" "zone")
  "Words that declare something.")

(defconst weir-parts
  '("adopts" "annex" "annexes" "article" "articles" "edition" "item" "items" "option" "paragraph" "paragraphs"
    "question" "questions" "row" "rows" "rule" "scenario" "scenarios" "section" "sections" "sector" "sectors")
  "Words of the parts of instruments and lists.")

(defconst weir-clauses
  '("announced" "approved" "as" "ask" "available" "band" "because" "cite" "dated" "disapplies" "en" "except" "expect"
    "fields" "filed" "from" "given" "if" "in" "issuer" "means" "missing" "needs" "note" "number" "others" "outside"
    "prevails" "published" "replaces" "short" "source" "strictest" "that" "then" "trial" "triggered" "under" "unless"
    "until" "untranscribed" "url" "when" "with" "yields" "zh")
  "Words that start a clause or stand in one.")

(defconst weir-operators
  '("all" "and" "any" "has" "implies" "is" "not" "of" "or" "不满" "以上" "以下" "超过")
  "Words of conditions.")

(defconst weir-constants '("false" "true" "unknown")
  "Words that are values.")

(defconst weir-font-lock-keywords
  `((,(concat "\\_<" (regexp-opt '("assume" "category" "counter" "define" "fact" "general_list" "instrument" "list"
                                   "measure" "outcome" "profile" "reading" "rule" "threshold" "zone"))
              "\\_>[ \t]+\\(\\(?:\\sw\\|\\s_\\)+\\)")
     1 font-lock-function-name-face)
    ;; Also where they stand in one piece with numbers.
    ("[0-9百千万亿人日天月年岁条节时]\\(以上\\|以下\\)" 1 font-lock-builtin-face)
    ("\\(不满\\|超过\\)[0-9]" 1 font-lock-builtin-face)
    (,(regexp-opt weir-declarations 'symbols) . font-lock-keyword-face)
    (,(regexp-opt weir-parts 'symbols) . font-lock-type-face)
    (,(regexp-opt weir-clauses 'symbols) . font-lock-keyword-face)
    (,(regexp-opt weir-operators 'symbols) . font-lock-builtin-face)
    (,(regexp-opt weir-constants 'symbols) . font-lock-constant-face)
    ("\\_<[0-9]+-[0-9]+-[0-9]+\\_>" . font-lock-constant-face))
  "Highlighting of `weir-mode'.")

(defun weir--root (folder)
  "The project of FOLDER: the folder that holds `policies'."
  (let ((root (locate-dominating-file folder "policies")))
    (and root (cons 'transient root))))

;;;###autoload
(define-derived-mode weir-mode prog-mode "Weir"
  "Major mode for Weir policies."
  (setq-local comment-start "// ")
  (setq-local comment-start-skip "///?[ \t]*")
  (setq-local comment-end "")
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'indent-relative)
  (setq-local font-lock-defaults '(weir-font-lock-keywords))
  (add-hook 'project-find-functions #'weir--root nil t))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.weir\\'" . weir-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               (cons 'weir-mode (lambda (&rest _) (list weir-program "lsp")))))

(provide 'weir-mode)

;;; weir-mode.el ends here
