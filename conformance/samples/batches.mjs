/**
 * How all samples of a language are run: the file of each, its text (as it is, but for the name of what begins it where they become one
 * program), the program that runs them one after the other and goes on after each that fails, and the commands.
 * @param {readonly string[]} goSettings
 */
export const batchesOf = (goSettings) => ({
  curl: {
    file: (index) => `sample${index}.sh`,
    text: (sample) => sample,
    driver: (numbers) => ({
      'all.sh': numbers.map((index) => `sh sample${index}.sh || echo "${index} failed: $?"\n`).join(''),
    }),
    commands: [['sh', 'all.sh']],
  },
  python: {
    file: (index) => `sample${index}.py`,
    text: (sample) => sample,
    driver: (numbers) => ({
      'all.py': [
        'import runpy',
        `for index in ${JSON.stringify(numbers)}:`,
        '    try:',
        '        runpy.run_path(f"sample{index}.py")',
        '    except Exception as error:',
        '        print(f"{index} failed: {error!r}")',
        '',
      ].join('\n'),
    }),
    commands: [['python', 'all.py']],
  },
  node: {
    file: (index) => `sample${index}.mjs`,
    text: (sample) => sample,
    driver: (numbers) => ({
      'all.mjs': [
        `for (const index of ${JSON.stringify(numbers)})`,
        '  await import(`./sample${index}.mjs`).catch((error) => console.log(`${index} failed: ${error}`));',
        '',
      ].join('\n'),
    }),
    commands: [[process.execPath, 'all.mjs']],
  },
  go: {
    file: (index) => `sample${index}.go`,
    text: (sample, index) => sample.replace('func main() {', `func sample${index}() {`),
    driver: (numbers) => ({
      'main.go': [
        'package main',
        '',
        'import "fmt"',
        '',
        'func attempt(index int, sample func()) {',
        '\tdefer func() {',
        '\t\tif why := recover(); why != nil {',
        '\t\t\tfmt.Printf("\\n%d failed: %q\\n", index, fmt.Sprint(why))',
        '\t\t}',
        '\t}()',
        '\tsample()',
        '}',
        '',
        'func main() {',
        ...numbers.map((index) => `\tattempt(${index}, sample${index})`),
        '}',
        '',
      ].join('\n'),
    }),
    commands: [['env', ...goSettings, 'go', 'build', '-o', 'all', '.'], ['./all']],
  },
  java: {
    file: (index) => `Sample${index}.java`,
    text: (sample, index) => sample.replace('public class Sample {', `public class Sample${index} {`),
    driver: (numbers) => ({
      'All.java': [
        'public class All {',
        '    interface Main { void run(String[] arguments) throws Exception; }',
        '    static void attempt(int index, Main sample) {',
        '        try {',
        '            sample.run(new String[0]);',
        '        } catch (Throwable error) {',
        '            System.out.println("\\n" + index + " failed: " + error.toString().replace("\\n", " "));',
        '        }',
        '    }',
        '    public static void main(String[] arguments) {',
        ...numbers.map((index) => `        attempt(${index}, Sample${index}::main);`),
        '    }',
        '}',
        '',
      ].join('\n'),
    }),
    commands: [
      ['sh', '-c', 'javac -encoding UTF-8 -cp "jars/*" -d out *.java'],
      ['java', '-cp', 'out:jars/*', 'All'],
    ],
  },
});
