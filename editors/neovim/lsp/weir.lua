-- For `vim.lsp.enable('weir')`, Neovim 0.11 and later.
return {
  cmd = { 'weir', 'lsp' },
  filetypes = { 'weir' },
  root_markers = { 'policies', '.git' },
}
