import { expect, it } from 'vitest'
import { apiBase, givenSystem } from './given-system.ts'

it('the path of the API is added where it is not given', () => {
  expect(apiBase('http://localhost:3000')).toBe('http://localhost:3000/api/v1')
  expect(apiBase('http://localhost:3000/')).toBe('http://localhost:3000/api/v1')
  expect(apiBase('https://rooms.example.com/booking/api/v1/')).toBe(
    'https://rooms.example.com/booking/api/v1',
  )
  expect(() => apiBase('localhost:3000')).toThrow('BASE_URL must be a URL')
})

it('a system that runs already cannot be tested without its key', () => {
  expect(() => givenSystem('http://localhost:3000', {})).toThrow('JWT_SECRET')
})
