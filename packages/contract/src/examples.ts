import type { TokenAnswer } from './auth.ts'
import type { AvailabilityAnswer, BulkAvailabilityAnswer, SlotsAnswer } from './availability.ts'
import type { BookingAnswer } from './booking.ts'
import type { ConflictsAnswer } from './conflicts.ts'
import type { ExceptionAnswer } from './exception.ts'
import type { HealthAnswer } from './health.ts'
import type { HistoryEntryAnswer } from './history.ts'
import type { OccurrenceAnswer } from './occurrence.ts'
import type { ResourceAnswer } from './resource.ts'
import type { UserAnswer } from './user.ts'

const resourceId = '550e8400-e29b-41d4-a716-446655440001'
const bookingId = '019480f3-6a00-7c1e-b6a4-3f5d8e21a0c7'
const seriesId = '019480f3-7d88-7b52-9d11-52c6f0a4a0c7'
const exceptionId = '019480f3-9c10-7e0f-8a5b-0b7d4c93a0c7'
const madeAt = '2025-01-15T10:30:00.000Z'

/** Requests as integrators send them. */
export const requestExamples = {
  booking: {
    resourceId,
    title: 'Client Meeting',
    description: 'Quarterly review with ABC Corp',
    startTime: '2025-01-20T10:00:00.000Z',
    endTime: '2025-01-20T11:00:00.000Z',
    createdBy: 'user-123',
    attendees: ['user-123', 'user-456'],
    metadata: { meetingType: 'client', priority: 'high' },
  },
  recurringBooking: {
    resourceId,
    title: 'Weekly Team Standup',
    description: 'Daily team synchronization',
    startTime: '2025-01-20T09:00:00.000Z',
    endTime: '2025-01-20T09:30:00.000Z',
    recurrenceRule: 'FREQ=WEEKLY;COUNT=12;BYDAY=MO,TU,WE,TH,FR',
    createdBy: 'user-123',
    attendees: ['user-123', 'user-456', 'user-789'],
  },
  endlessBooking: {
    resourceId,
    title: 'Monthly review',
    startTime: '2025-01-15T14:00:00.000Z',
    endTime: '2025-01-15T15:00:00.000Z',
    recurrenceRule: 'FREQ=MONTHLY;BYMONTHDAY=15',
    timeZone: 'Europe/Berlin',
    conflictPolicy: 'skip',
  },
  bookingUpdate: {
    title: 'Client Meeting (moved)',
    startTime: '2025-01-20T13:00:00.000Z',
    endTime: '2025-01-20T14:00:00.000Z',
  },
  oneResource: { resourceId },
  availability: {
    resourceId,
    startTime: '2025-01-20T10:00:00.000Z',
    endTime: '2025-01-20T11:00:00.000Z',
  },
  conflicts: {
    resourceId,
    startTime: '2025-01-20T10:00:00.000Z',
    endTime: '2025-01-20T11:00:00.000Z',
    recurrenceRule: 'FREQ=WEEKLY;COUNT=8;BYDAY=MO,WE,FR',
  },
  freeSlots: {
    resourceId,
    from: '2025-01-20T09:00:00.000Z',
    to: '2025-01-20T12:00:00.000Z',
    duration: 60,
  },
  bulkAvailability: {
    resourceId,
    timeSlots: [
      { startTime: '2025-01-20T09:00:00.000Z', endTime: '2025-01-20T10:00:00.000Z' },
      { startTime: '2025-01-20T14:00:00.000Z', endTime: '2025-01-20T15:00:00.000Z' },
    ],
  },
  cancelledException: {
    exceptionType: 'cancelled',
    exceptionDate: '2025-01-22',
    reason: 'Holiday - Office Closed',
  },
  modifiedException: {
    exceptionType: 'modified',
    exceptionDate: '2025-01-23',
    newStartTime: '2025-01-23T10:00:00.000Z',
    newEndTime: '2025-01-23T10:30:00.000Z',
    newTitle: 'Team Standup, one hour later',
  },
  rebook: { occurrenceDates: ['2025-02-15'] },
  resource: {
    name: 'Conference Room A',
    type: 'meeting_room',
    capacity: 10,
    location: 'Floor 3',
    amenities: ['projector', 'whiteboard', 'video_conference'],
    businessHours: { start: '09:00', end: '18:00' },
    timeZone: 'UTC',
  },
  resourceWithWeek: {
    name: 'Studio',
    type: 'studio',
    capacity: 4,
    businessHours: {
      start: '09:00',
      end: '18:00',
      weekly: { saturday: [{ start: '10:00', end: '14:00' }], sunday: [] },
      breaks: [{ start: '12:00', end: '13:00' }],
      closures: [{ from: '2025-12-24', to: '2025-12-26', reason: 'Christmas' }],
    },
    timeZone: 'Europe/Berlin',
  },
  resourceUpdate: { capacity: 12 },
  credentials: { email: 'name@example.com', password: 'correct horse battery staple' },
  refresh: { refreshToken: 'nVQ3iBv0y9bq5fZ2m0a6dE1xJ7kL4sWcT8uRhGpYoMA' },
  user: {
    email: 'name@example.com',
    name: 'A. Name',
    role: 'standard',
    password: 'correct horse battery staple',
  },
  userUpdate: { role: 'premium' },
  permissions: {
    access: 'restricted',
    grants: [
      { userId: 'user-123', permission: 'book' },
      { userId: 'user-456', permission: 'manage' },
    ],
  },
} as const

const resource: ResourceAnswer = {
  id: resourceId,
  name: 'Conference Room A',
  type: 'meeting_room',
  capacity: 10,
  location: 'Floor 3',
  amenities: ['projector', 'whiteboard', 'video_conference'],
  businessHours: { start: '09:00', end: '18:00' },
  timeZone: 'UTC',
  isActive: true,
  version: 1,
  createdAt: madeAt,
  updatedAt: madeAt,
}

const booking: BookingAnswer = {
  id: bookingId,
  resourceId,
  title: 'Client Meeting',
  description: 'Quarterly review with ABC Corp',
  startTime: '2025-01-20T10:00:00.000Z',
  endTime: '2025-01-20T11:00:00.000Z',
  isRecurring: false,
  createdBy: 'user-123',
  attendees: ['user-123', 'user-456'],
  metadata: { meetingType: 'client', priority: 'high' },
  status: 'active',
  createdAt: madeAt,
  updatedAt: madeAt,
  version: 1,
}

const series: BookingAnswer = {
  id: seriesId,
  resourceId,
  title: 'Weekly Team Standup',
  description: 'Daily team synchronization',
  startTime: '2025-01-20T09:00:00.000Z',
  endTime: '2025-01-20T09:30:00.000Z',
  isRecurring: true,
  recurrenceRule: 'FREQ=WEEKLY;COUNT=12;BYDAY=MO,TU,WE,TH,FR',
  createdBy: 'user-123',
  attendees: ['user-123', 'user-456', 'user-789'],
  metadata: {},
  status: 'active',
  createdAt: madeAt,
  updatedAt: madeAt,
  version: 1,
  timeZone: 'UTC',
  occurrenceCount: 12,
  firstOccurrence: '2025-01-20T09:00:00.000Z',
  lastOccurrence: '2025-02-04T09:00:00.000Z',
  skipped: [],
  summary: 'Every week on Monday, Tuesday, Wednesday, Thursday and Friday, 12 times',
  startAdjusted: false,
}

const clash = {
  id: bookingId,
  title: 'Client Meeting',
  startTime: '2025-01-20T10:00:00.000Z',
  endTime: '2025-01-20T11:00:00.000Z',
}

const availability: AvailabilityAnswer = {
  available: true,
  resourceId,
  startTime: '2025-01-20T10:00:00.000Z',
  endTime: '2025-01-20T11:00:00.000Z',
  conflicts: [],
  duration: 60,
  resourceName: 'Conference Room A',
}

const bulkAvailability: BulkAvailabilityAnswer = {
  results: [
    {
      startTime: '2025-01-20T09:00:00.000Z',
      endTime: '2025-01-20T10:00:00.000Z',
      available: false,
      conflicts: [
        {
          id: 'booking-123',
          title: 'Team Meeting',
          startTime: '2025-01-20T09:00:00.000Z',
          endTime: '2025-01-20T10:30:00.000Z',
        },
      ],
    },
    {
      startTime: '2025-01-20T14:00:00.000Z',
      endTime: '2025-01-20T15:00:00.000Z',
      available: true,
      conflicts: [],
    },
  ],
}

const slots: SlotsAnswer = {
  resourceId,
  from: '2025-01-20T09:00:00.000Z',
  to: '2025-01-20T12:00:00.000Z',
  duration: 60,
  step: 60,
  slots: [
    { startTime: '2025-01-20T09:00:00.000Z', endTime: '2025-01-20T10:00:00.000Z' },
    { startTime: '2025-01-20T11:00:00.000Z', endTime: '2025-01-20T12:00:00.000Z' },
  ],
  truncated: false,
}

const conflicts: ConflictsAnswer = {
  resourceId,
  startTime: '2025-01-20T10:00:00.000Z',
  endTime: '2025-01-20T11:00:00.000Z',
  hasConflicts: true,
  conflicts: [clash],
  totalConflicts: 1,
  occurrencesChecked: 1,
  proof: 'exact',
}

const disjointForever: ConflictsAnswer = {
  resourceId,
  startTime: '2026-01-05T10:00:00.000Z',
  endTime: '2026-01-05T11:00:00.000Z',
  recurrenceRule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO',
  hasConflicts: false,
  conflicts: [],
  totalConflicts: 0,
  occurrencesChecked: 53,
  proof: 'exact',
  disjointForever: true,
}

const exception: ExceptionAnswer = {
  id: exceptionId,
  bookingId: seriesId,
  exceptionType: 'cancelled',
  exceptionDate: '2025-01-22',
  occurrenceStart: '2025-01-22T09:00:00.000Z',
  reason: 'Holiday - Office Closed',
  createdAt: madeAt,
}

const occurrence: OccurrenceAnswer = {
  bookingId: seriesId,
  occurrenceDate: '2025-01-20',
  occurrenceStart: '2025-01-20T09:00:00.000Z',
  startTime: '2025-01-20T09:00:00.000Z',
  endTime: '2025-01-20T09:30:00.000Z',
  status: 'active',
  title: 'Weekly Team Standup',
  localStart: '2025-01-20T09:00:00',
  offset: '+00:00',
  timeZone: 'UTC',
}

const historyEntry: HistoryEntryAnswer = {
  id: '019480f3-6a01-7d34-a0e2-8c1b5f77a0c7',
  bookingId,
  action: 'created',
  actor: 'user-123',
  at: madeAt,
  requestId: 'c0ffee00-1111-4222-8333-444455556666',
  notifications: [{ attendee: 'ann@example.com', status: 'sent', attempts: 1, lastError: null, at: madeAt }],
  changes: { notifyAttendees: true },
}

const health: HealthAnswer = {
  status: 'healthy',
  timestamp: madeAt,
  version: '1.0.0',
  uptime: '2h 15m 30s',
}

const healthWithChecks: HealthAnswer = {
  ...health,
  checks: {
    database: { status: 'up', latencyMs: 1.4, pool: { max: 10, active: 2, idle: 8, waiting: 0 } },
    redis: { status: 'up', latencyMs: 0.4 },
    worker: { status: 'up', lastSeenAt: '2025-01-15T10:29:55.000Z' },
    horizon: { status: 'up', lagSeconds: 0 },
  },
}

/** Answers as integrators see them. */
const userExample: UserAnswer = {
  id: '7d9a4c52-0f3e-4b7a-9a51-6b1f0c2d8e43',
  email: 'name@example.com',
  name: 'A. Name',
  role: 'standard',
  isActive: true,
  version: 1,
  createdAt: madeAt,
  updatedAt: madeAt,
}

const tokens: TokenAnswer = {
  accessToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3ZDlhNGM1MiJ9.c2lnbmF0dXJl',
  tokenType: 'Bearer',
  expiresIn: 86_400,
  refreshToken: requestExamples.refresh.refreshToken,
  refreshExpiresIn: 2_592_000,
  user: userExample,
}

export const answerExamples = {
  resource,
  booking,
  series,
  cancelledBooking: {
    ...booking,
    status: 'cancelled',
    updatedAt: '2025-01-16T08:00:00.000Z',
    version: 2,
    cancelledAt: '2025-01-16T08:00:00.000Z',
    cancelledBy: 'user-123',
    cancellationReason: 'Client is ill',
  },
  clash,
  availability,
  bulkAvailability,
  slots,
  conflicts,
  disjointForever,
  exception,
  occurrence,
  historyEntry,
  health,
  healthWithChecks,
  user: userExample,
  tokens,
  me: { subject: userExample.id, role: 'standard', user: userExample },
  permissions: {
    resourceId,
    access: 'restricted',
    grants: [
      { userId: 'user-123', permission: 'book' },
      { userId: 'user-456', permission: 'manage' },
    ],
  },
} as const

/** Fields that single codes add, with values as they are seen. */
export const problemExtensionExamples = {
  invalid_request: { errors: [{ pointer: '/endTime', message: 'endTime must be later than startTime' }] },
  booking_conflict: {
    conflicts: [clash],
    totalConflicts: 1,
    occurrencesChecked: 1,
    alternatives: [{ startTime: '2025-01-20T11:00:00.000Z', endTime: '2025-01-20T12:00:00.000Z' }],
  },
  no_such_occurrence: { nearest: ['2025-01-24', '2025-01-27'] },
  ambiguous_occurrence: { candidates: ['2025-01-20T09:00:00.000Z', '2025-01-20T15:00:00.000Z'] },
  occurrence_already_excepted: { exceptionId },
  orphaned_exceptions: { exceptions: [{ id: exceptionId, exceptionDate: '2025-01-22' }] },
} as const
