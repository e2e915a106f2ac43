import { type Branch, optionBranches, placeBranches } from "./branches.ts";
import type { CommandWords, OptionWords } from "./completions.ts";

/** The completion script for zsh. */
export function zshScript(commands: readonly CommandWords[]): string {
  const values = optionBranches(commands).map(branch);
  const places = placeBranches(commands).map(branch);
  const options = commands.map(
    ({ name, options: all }) => `    ${name}) described=(${all.flatMap(described).join(" ")}) ;;`,
  );
  return `#compdef lamarck
# Completion for lamarck in zsh. Load it after compinit with: source <(lamarck completion zsh)
_lamarck_value() { # what follows the option $2 of the command $1; 1 where nothing does
  candidates=() also=
  case "$1 $2" in
${values.join("\n")}
    *) return 1 ;;
  esac
}
_lamarck() {
  local cur=$words[CURRENT] command= place=0 also= i
  local -a candidates described
  for ((i = 2; i < CURRENT; i++)); do
    case "$words[i]" in
      -*) if _lamarck_value "$command" "$words[i]"; then
          if ((i + 1 == CURRENT)); then place=value; fi
          ((i++))
        fi ;;
      *) if [[ -z $command ]]; then command=$words[i]; else ((place++)); fi ;;
    esac
  done
  if [[ $place == value ]]; then :
  elif [[ -z $command ]]; then described=(${commands.map(({ name, about }) => quoted(`${name}:${about}`)).join(" ")})
  elif [[ $cur == -* ]]; then
    also=
    case "$command" in
${options.join("\n")}
    esac
  else
    candidates=() also=
    case "$command $place" in
${places.join("\n")}
    esac
  fi
  [[ $also == runs ]] && candidates+=(\${(f)"$($words[1] complete runs 2>/dev/null)"})
  (( $#described )) && _describe lamarck described
  (( $#candidates )) && compadd -a candidates
  [[ $also == files ]] && _files
  return 0
}
compdef _lamarck lamarck
`;
}

function branch({ pattern, candidates: { words, also } }: Branch): string {
  return `    ${pattern}) candidates=(${words.join(" ")}) also=${also ?? ""} ;;`;
}

function described({ names, about }: OptionWords): string[] {
  return names.map((name) => quoted(`${name}:${about}`));
}

/** In single quotes; colons separate a word from what it means. */
function quoted(text: string): string {
  const [word, ...about] = text.split(":");
  return `'${[word, about.join("\\:")].join(":").replaceAll("'", "'\\''")}'`;
}
