;;; test.el --- Runs in `emacs -q --batch -l test.el'; see editors/test.sh. -*- lexical-binding: t; -*-

(require 'package)
(package-initialize)
(require 'cl-lib)
(require 'eglot)
(add-to-list 'load-path (expand-file-name "emacs" (getenv "EDITORS")))
(require 'weir-mode)

(defun test-say (line)
  (write-region (concat line "\n") nil (getenv "REPORT") t 'silent))

(defun test-check (what holds &optional found)
  (unless holds (error "%s: %S" what found))
  (test-say (concat "ok   " what)))

(defun test-wait (what condition)
  (let ((end (+ (float-time) 15)) (holds nil))
    (while (and (not (setq holds (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.02))
    (test-check what holds "not within 15 s")))

(defun test-errors ()
  (cl-remove-if-not (lambda (one) (memq (flymake-diagnostic-type one) '(:error eglot-error))) (flymake-diagnostics)))

(defun test-go (text)
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun test-has (text)
  (save-excursion (goto-char (point-min)) (search-forward text nil t)))

;; Eglot sends changes from an idle timer, and there is no idleness in batch.
(defun test-quiet ()
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (bound-and-true-p eglot--managed-mode) (eglot--signal-textDocument/didChange))))
  (test-wait "after which nothing is found"
             (lambda () (flymake-start) (accept-process-output nil 0.1) (null (test-errors)))))

(defun test-all ()
  (setq eglot-sync-connect 15 eglot-autoshutdown nil eglot-confirm-server-initiated-edits nil)
  (let ((buffer (find-file-noselect "policies/law.weir")) server)
    (set-buffer buffer)
    (switch-to-buffer buffer)
    (test-check "the mode is weir-mode" (eq major-mode 'weir-mode) major-mode)
    (font-lock-ensure)
    (test-go "instrument")
    (test-check "words are highlighted" (eq (get-text-property (point) 'face) 'font-lock-keyword-face)
                (get-text-property (point) 'face))
    (test-go "law {")
    (test-check "and what is declared" (eq (get-text-property (point) 'face) 'font-lock-function-name-face))
    (test-go "法😀")
    (test-check "and texts" (eq (get-text-property (point) 'face) 'font-lock-string-face))

    (setq server (apply #'eglot--connect (eglot--guess-contact)))
    (test-check "the server starts" (eglot-current-server))
    (test-check "at the folder of the policies"
                (file-equal-p (project-root (eglot--project server)) default-directory-of-test)
                (eglot--project server))
    (flymake-start)
    (test-wait "a misspelt name is found" (lambda () (flymake-start) (test-errors)))
    (let ((found (car (test-errors))))
      (test-check "at its place"
                  (equal (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))
                         "数剧")
                  found)
      (test-check "with its code" (string-match-p "E0203" (flymake-diagnostic-text found))
                  (flymake-diagnostic-text found))

      ;; The fix, by the editor's own command.
      (goto-char (flymake-diagnostic-beg found))
      (let ((actions (eglot-code-actions (flymake-diagnostic-beg found) (flymake-diagnostic-end found) "quickfix")))
        (test-check "a fix is offered" (> (length actions) 0) actions)
        (let ((action (if (vectorp actions) (aref actions 0) (car actions))))
          (eglot--apply-workspace-edit (plist-get action :edit))))
      (test-check "and mends the name" (test-has "when 数据 then")))
    (test-quiet)

    ;; Hover.
    (test-go "数据")
    (let* ((answer (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams)))
           (shown (mapconcat #'eglot--format-markup
                             (let ((contents (plist-get answer :contents)))
                               (if (vectorp contents) (append contents nil) (list contents)))
                             "\n")))
      (test-check "hover shows both labels" (and (string-match-p "数据" shown) (string-match-p "data" shown)) shown)
      (test-check "and the documentation" (string-match-p "leaves the country" shown) shown))

    ;; Definition, through xref.
    (let* ((places (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot)))
           (place (xref-item-location (car places))))
      (test-check "the definition is in the other file"
                  (string-suffix-p "vocabulary.weir" (xref-location-group place)) place))

    ;; Completion, through completion-at-point.
    (test-go "pathway assess")
    (forward-char (length "pathway ass"))
    (let* ((found (eglot-completion-at-point))
           (words (all-completions "ass" (nth 2 found))))
      (test-check "completion offers the values of the outcome" (member "assess" words) words))

    ;; Rename over both files.
    (test-go "数据")
    ;; It asks before it edits a file that is not open.
    (cl-letf (((symbol-function 'y-or-n-p) (lambda (&rest _) t)))
      (eglot-rename "出境数据"))
    (test-check "rename changes this file" (and (test-has "when 出境数据 then") (not (test-has "when 数据"))) (buffer-string))
    (let ((other (find-buffer-visiting (expand-file-name "vocabulary.weir"))))
      (test-check "and the other one"
                  (and other (with-current-buffer other (test-has "fact 出境数据:")))
                  other)
      (test-quiet)

      ;; Formatting.
      (eglot-format-buffer)
      (test-check "formatting lays out" (test-has "\n    when 出境数据\n    then pathway exempt\n") (buffer-string))
      (with-current-buffer other (save-buffer)))
    (save-buffer)

    ;; Quit.
    (eglot-shutdown server nil 15)
    (test-check "the server ends when it is asked to" (not (jsonrpc-running-p server)))))

(defvar default-directory-of-test default-directory)

(condition-case problem
    (progn (test-all) (test-say "done"))
  (error (test-say (format "failed: %s" (error-message-string problem)))
         (kill-emacs 1)))
(kill-emacs 0)

;;; test.el ends here
