// Components are compiled in runes mode; a warning of the compiler is an error of the build's check.
export default { compilerOptions: { runes: true } };
