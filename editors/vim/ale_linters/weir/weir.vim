" `weir lsp` through ALE. `g:ale_weir_executable` names another program.
call ale#Set('weir_executable', 'weir')

" The folder that holds `policies`, else the one under version control, else that of the file.
function! ale_linters#weir#weir#Root(buffer) abort
  for l:mark in ['policies', '.git']
    let l:found = ale#path#FindNearestDirectory(a:buffer, l:mark)
    if !empty(l:found)
      return fnamemodify(l:found, ':p:h:h')
    endif
  endfor
  return expand('#' . a:buffer . ':p:h')
endfunction

call ale#linter#Define('weir', {
\   'name': 'weir',
\   'lsp': 'stdio',
\   'executable': {buffer -> ale#Var(buffer, 'weir_executable')},
\   'command': '%e lsp',
\   'project_root': function('ale_linters#weir#weir#Root'),
\})
