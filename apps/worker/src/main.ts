import { runProgram } from './run-program.ts'

runProgram()
