import { type Branch, optionBranches, placeBranches } from "./branches.ts";
import type { CommandWords } from "./completions.ts";

/** The completion script for bash, from version 3.2 on. */
export function bashScript(commands: readonly CommandWords[]): string {
  const values = optionBranches(commands).map(branch);
  const places = placeBranches(commands).map(branch);
  const options = commands.map(
    ({ name, options: all }) => `    ${name}) words="${all.flatMap(({ names }) => names).join(" ")}" ;;`,
  );
  return `# Completion for lamarck in bash. Load it with: source <(lamarck completion bash)
_lamarck_value() { # what follows the option $2 of the command $1; 1 where nothing does
  words= also=
  case "$1 $2" in
${values.join("\n")}
    *) return 1 ;;
  esac
}
_lamarck() {
  local cur=\${COMP_WORDS[COMP_CWORD]} command= place=0 words= also= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -*) if _lamarck_value "$command" "\${COMP_WORDS[i]}"; then
          if ((i + 1 == COMP_CWORD)); then place=value; fi
          i=$((i + 1))
        fi ;;
      *) if [[ -z $command ]]; then command=\${COMP_WORDS[i]}; else place=$((place + 1)); fi ;;
    esac
  done
  if [[ $place == value ]]; then :
  elif [[ -z $command ]]; then words="${commands.map(({ name }) => name).join(" ")} --help --version"
  elif [[ $cur == -* ]]; then
    also=
    case "$command" in
${options.join("\n")}
    esac
  else
    words= also=
    case "$command $place" in
${places.join("\n")}
    esac
  fi
  [[ $also == runs ]] && words="$words $("\${COMP_WORDS[0]}" complete runs 2>/dev/null)"
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ $also == files ]]; then
    local IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$cur"))
    compopt -o filenames 2>/dev/null
  fi
  return 0
}
complete -F _lamarck lamarck
`;
}

function branch({ pattern, candidates: { words, also } }: Branch): string {
  return `    ${pattern}) words="${words.join(" ")}" also=${also ?? ""} ;;`;
}
