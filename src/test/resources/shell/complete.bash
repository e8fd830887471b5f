# complete.bash FILE WORD...: what bash offers after these words, with the completions of FILE.
source "$1"
shift
# Only known while somebody types.
compopt() { :; }
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
COMP_LINE="$*"
_complete_mail-monitor
printf '%s\n' "${COMPREPLY[@]}"
