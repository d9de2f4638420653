" Runs in `vim -Nu vimrc -n -es -S test.vim`; see editors/test.sh.
scriptencoding utf-8
runtime plugin/ale.vim

function! s:say(line) abort
  call writefile([a:line], $REPORT, 'a')
endfunction

function! s:check(what, holds, found) abort
  if !a:holds
    throw a:what . ': ' . string(a:found)
  endif
  call s:say('ok   ' . a:what)
endfunction

function! s:wait(what, condition) abort
  let l:tries = 0
  while l:tries < 300 && !a:condition()
    sleep 50m
    let l:tries += 1
  endwhile
  call s:check(a:what, a:condition(), 'not within 15 s')
endfunction

function! s:errors() abort
  return filter(copy(ale#engine#GetLoclist(bufnr(''))), {_, one -> one.type is# 'E'})
endfunction

function! s:group(pattern) abort
  call cursor(1, 1)
  call search(a:pattern, 'cW')
  return synIDattr(synID(line('.'), col('.'), 1), 'name')
endfunction

function! s:test() abort
  edit policies/law.weir
  call s:check('the file type is weir', &filetype is# 'weir', &filetype)
  call s:check('comments are known', &commentstring is# '// %s', &commentstring)
  call s:check('words are highlighted', s:group('instrument') is# 'weirDeclaration', s:group('instrument'))
  call s:check('and parts', s:group('article 1') is# 'weirPart', s:group('article 1'))
  call s:check('and texts', s:group('法😀') is# 'weirText', s:group('法😀'))
  call s:check('and dates', s:group('2024-01-01') is# 'weirDate', s:group('2024-01-01'))
  call s:check('and no names', s:group('数剧') is# '', s:group('数剧'))

  ALELint
  call s:wait('a misspelt name is found', {-> !empty(s:errors())})
  let l:found = s:errors()[0]
  call s:check('on its line', getline(l:found.lnum) =~# '数剧', l:found)
  call s:check('with its code', string(l:found) =~# 'E0203', l:found)

  %s/数剧/数据/
  silent write
  ALELint
  call s:wait('when it is mended nothing is found', {-> empty(s:errors())})

  call cursor(1, 1)
  call search('^    when \zs数据', 'cW')
  ALEGoToDefinition
  call s:wait('the definition is in the other file', {-> expand('%:t') is# 'vocabulary.weir' && getline('.') =~# '^fact 数据'})
endfunction

try
  call s:test()
  call s:say('done')
  qall!
catch
  call s:say('failed: ' . v:exception . ' at ' . v:throwpoint)
  cquit!
endtry
