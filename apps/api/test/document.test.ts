import { describe, expect, test } from 'vitest'
import { createTestApp, roomA } from './test-app.ts'

const app = await createTestApp()

describe('the document, request by request', () => {
  test('GET /health answers the four fields', async () => {
    const { status, body } = await app.send('GET', '/health', { as: null })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'healthy',
      timestamp: '2025-01-15T10:30:00.000Z',
      version: '1.0.0',
      uptime: '0h 0m 0s',
    })
  })

  test('GET /resources lists the 25 demo resources, Conference Room A first', async () => {
    const { status, body } = await app.send('GET', '/resources')
    expect(status).toBe(200)
    expect(body.resources[0]).toMatchObject({
      id: roomA,
      name: 'Conference Room A',
      type: 'meeting_room',
      capacity: 10,
      location: 'Floor 3',
      amenities: ['projector', 'whiteboard', 'video_conference'],
      businessHours: { start: '09:00', end: '18:00' },
    })
    expect(body.pagination).toEqual({ page: 1, limit: 20, total: 25, pages: 2 })
  })

  test('POST /bookings creates the document’s booking', async () => {
    const request = {
      resourceId: roomA,
      title: 'Client Meeting',
      description: 'Quarterly review with ABC Corp',
      startTime: '2025-01-20T10:00:00.000Z',
      endTime: '2025-01-20T11:00:00.000Z',
      createdBy: 'user-123',
      attendees: ['user-123', 'user-456'],
      metadata: { meetingType: 'client', priority: 'high' },
    }
    const { status, body, headers } = await app.send('POST', '/bookings', { body: request })
    expect(body).toMatchObject({ ...request, isRecurring: false, status: 'active' })
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/api/v1/bookings/${body.id}`)
    const again = await app.send('POST', '/bookings', { body: request })
    expect(again.body).toMatchObject({ status: 409, code: 'booking_conflict', totalConflicts: 1 })
    const read = await app.send('GET', `/bookings/${body.id}`)
    expect(read.body).toEqual(body)
  })
})
