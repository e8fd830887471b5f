# complete.zsh DIRECTORY TEXT: what a Z shell makes of TEXT and the tabulator key, with the completion
# functions of DIRECTORY. It needs a terminal, so a second shell gets one.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; fpath=($1 \$fpath); autoload -U compinit; compinit -u -D; echo rea''dy"
zpty -r -m shell line '*ready*'
zpty -w -n shell "$2"$'\t'
repeat 100; do
  sleep 0.1
  zpty -r -t shell part && answer+=$part
  [[ $answer == *$3* ]] && break
done
print -r -- "$answer"
zpty -d shell
