-- Weir in Neovim 0.7 and later: `require('weir').setup()` starts `weir lsp` for `.weir` files.
-- From 0.11 on, `vim.lsp.enable('weir')` does the same with `lsp/weir.lua`.
local M = {}

-- The folder that holds `policies`, else the one under version control, else that of the file.
function M.root(file)
  local folder = vim.fn.fnamemodify(file, ':p:h')
  for _, mark in ipairs({ 'policies', '.git' }) do
    local found = vim.fn.finddir(mark, vim.fn.escape(folder, ' ,;') .. ';')
    if found ~= '' then
      return vim.fn.fnamemodify(vim.fn.fnamemodify(found, ':p'), ':h:h')
    end
  end
  return folder
end

-- Neovim 0.7 has no `vim.lsp.start` and sets no options: one client for each root.
local clients = {}

local function start(config, buffer)
  if vim.lsp.start then
    return vim.lsp.start(config, { bufnr = buffer })
  end
  local id = clients[config.root_dir]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(config)
    clients[config.root_dir] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
    vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
    vim.bo[buffer].tagfunc = 'v:lua.vim.lsp.tagfunc'
  end
  return id
end

-- `options` are those of a client (`:help vim.lsp.start_client`): `cmd`, `on_attach`, `init_options` and so on; and `filetypes`,
-- to which `yaml` and `json` can be added: of these the server takes scenarios and leaves others alone.
function M.setup(options)
  options = vim.deepcopy(options or {})
  local filetypes = options.filetypes or { 'weir' }
  options.filetypes = nil
  local group = vim.api.nvim_create_augroup('weir', {})
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = filetypes,
    callback = function(event)
      local config = vim.tbl_extend('force', { name = 'weir', cmd = { 'weir', 'lsp' } }, options)
      config.root_dir = config.root_dir or M.root(vim.api.nvim_buf_get_name(event.buf))
      start(config, event.buf)
    end,
  })
end

return M
