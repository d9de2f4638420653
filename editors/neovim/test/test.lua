-- Runs in `nvim --headless --clean -c 'luafile …'`; see editors/test.sh.
local editors = vim.env.EDITORS
vim.opt.runtimepath:prepend(editors .. '/neovim')
vim.cmd('filetype plugin on')
vim.cmd('runtime! ftdetect/weir.vim')

-- The newer way, or the one of every version.
local enable = vim.env.ENABLE == '1'
local get_clients = vim.lsp.get_clients or vim.lsp.get_active_clients

local report = io.open(vim.env.REPORT, 'w')
local function say(line)
  report:write(line, '\n')
  report:flush()
end

local function check(what, holds, found)
  if not holds then
    error(what .. ': ' .. vim.inspect(found), 0)
  end
  say('ok   ' .. what)
end

local function wait(what, condition)
  check(what, vim.wait(15000, condition, 10), 'not within 15 s')
end

local function ask(buffer, method, params)
  local answers, problem = vim.lsp.buf_request_sync(buffer, method, params, 15000)
  assert(answers, method .. ': ' .. tostring(problem))
  local _, answer = next(answers)
  assert(answer and not answer.err, method .. ': ' .. vim.inspect(answer))
  return answer.result
end

local function go(pattern)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search(pattern, 'cW') > 0, pattern)
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
end

local function errors(buffer)
  return vim.diagnostic.get(buffer, { severity = vim.diagnostic.severity.ERROR })
end

local function test()
  if enable then
    vim.lsp.enable('weir')
  else
    require('weir').setup()
  end
  vim.cmd('edit policies/law.weir')
  local buffer = vim.api.nvim_get_current_buf()
  check('the file type is weir', vim.bo.filetype == 'weir', vim.bo.filetype)
  check('comments are known', vim.bo.commentstring == '// %s', vim.bo.commentstring)
  local client
  wait('the server starts', function()
    client = get_clients()[1]
    return client ~= nil and client.initialized and vim.lsp.buf_is_attached(buffer, client.id)
  end)
  check('at the folder of the policies', client.config.root_dir == vim.fn.getcwd(), client.config.root_dir)
  wait('a misspelt name is found', function() return #errors(buffer) > 0 end)

  -- The place is right behind characters of four bytes, in UTF-16 units.
  local found = errors(buffer)[1]
  local line = vim.api.nvim_buf_get_lines(buffer, found.lnum, found.lnum + 1, false)[1]
  check('at its place', line:sub(found.col + 1, found.end_col) == '数剧', found)
  check('with its code', found.code == 'E0203', found)

  -- The fix.
  vim.fn.cursor(found.lnum + 1, found.col + 1)
  local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
  params.context = { diagnostics = { found.user_data.lsp and vim.tbl_extend('force', {
    range = params.range, message = found.message, severity = found.severity, source = found.source, code = found.code,
  }, found.user_data.lsp) } }
  params.range['end'] = params.range.start
  local fix
  for _, action in ipairs(ask(buffer, 'textDocument/codeAction', params)) do
    if action.kind == 'quickfix' and not fix then
      fix = action
    end
  end
  check('a fix is offered', fix ~= nil and fix.edit ~= nil, fix)
  vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding)
  check('and mends the name', text(buffer):find('when 数据 then', 1, true) ~= nil, text(buffer))
  wait('after which nothing is found', function() return #errors(buffer) == 0 end)

  -- Hover.
  go('数据')
  local hover = ask(buffer, 'textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding))
  local shown = table.concat(vim.lsp.util.convert_input_to_markdown_lines(hover.contents), '\n')
  check('hover shows both labels', shown:find('数据', 1, true) and shown:find('data', 1, true), shown)
  check('and the documentation', shown:find('leaves the country', 1, true), shown)

  -- Definition, through the editor's own command.
  vim.lsp.buf.definition()
  wait('the definition is in the other file', function()
    return vim.fn.expand('%:t') == 'vocabulary.weir' and vim.fn.getline('.'):find('^fact 数据') ~= nil
  end)
  vim.cmd('buffer ' .. buffer)

  -- The tree-sitter grammar, where this Neovim can read it.
  if vim.env.GRAMMAR then
    vim.opt.runtimepath:append(vim.env.GRAMMAR)
    vim.treesitter.start(buffer, 'weir')
    local root = vim.treesitter.get_parser(buffer, 'weir'):parse()[1]:root()
    check('tree-sitter reads the text', root:type() == 'file' and not root:has_error(), root:sexpr())
    local function captured(pattern)
      go(pattern)
      local names = {}
      for _, capture in ipairs(vim.treesitter.get_captures_at_pos(buffer, vim.fn.line('.') - 1, vim.fn.col('.') - 1)) do
        names[capture.capture] = true
      end
      return names
    end
    check('and highlights words', captured('article 2')['keyword.type'], captured('article 2'))
    check('and names', captured('law {').module, captured('law {'))
    check('and texts', captured('"乙"').string, captured('"乙"'))
  end

  -- Completion, through omnifunc.
  go('pathway assess')
  vim.fn.search('assess', 'cW')
  vim.cmd('normal! 3l')
  check('omnifunc is set', vim.bo.omnifunc == 'v:lua.vim.lsp.omnifunc', vim.bo.omnifunc)
  local items = ask(buffer, 'textDocument/completion', vim.lsp.util.make_position_params(0, client.offset_encoding))
  local words = {}
  for _, item in ipairs(items.items or items) do
    words[item.label] = true
  end
  check('completion offers the values of the outcome', words.assess ~= nil, words)

  -- Rename, over both files.
  go('数据')
  vim.lsp.buf.rename('出境数据')
  local other = vim.fn.bufnr('vocabulary.weir')
  wait('rename changes both files', function()
    return text(buffer):find('when 出境数据\n', 1, true) ~= nil and text(other):find('fact 出境数据:', 1, true) ~= nil
  end)
  check('and leaves no old name', not text(buffer):find('when 数据', 1, true), text(buffer))
  wait('after which nothing is found', function() return #errors(buffer) == 0 and #errors(other) == 0 end)

  -- Formatting: the clauses that stand on one line come on lines of their own.
  local format = vim.lsp.buf.format or vim.lsp.buf.formatting_sync
  if vim.lsp.buf.format then
    format({ bufnr = buffer, timeout_ms = 15000 })
  else
    format(nil, 15000)
  end
  check('formatting lays out', text(buffer):find('\n    when 出境数据\n    then pathway exempt\n', 1, true) ~= nil, text(buffer))
  vim.cmd('silent wall')

  -- The editor ends with the server still at work; editors/test.sh looks that it ends too.
  check('the server is at work', #get_clients() == 1, get_clients())
end

local ran, problem = pcall(test)
if not ran then
  say('failed: ' .. tostring(problem))
  vim.cmd('cquit!')
end
say('done')
report:close()
vim.cmd('qall!')
