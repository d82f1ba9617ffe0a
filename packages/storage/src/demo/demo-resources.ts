import type { ResourceInput } from '../resources/create-resource.ts'

type DemoResource = Pick<ResourceInput, 'name' | 'type' | 'capacity' | 'location' | 'amenities'> &
  Partial<ResourceInput>

const office = { start: '09:00', end: '18:00' } as const

/** The first is the example of the API's own documentation. */
const rooms: DemoResource[] = [
  {
    name: 'Conference Room A',
    type: 'meeting_room',
    capacity: 10,
    location: 'Floor 3',
    amenities: ['projector', 'whiteboard', 'video_conference'],
  },
  {
    name: 'Conference Room B',
    type: 'meeting_room',
    capacity: 8,
    location: 'Floor 3',
    amenities: ['whiteboard', 'video_conference'],
  },
  {
    name: 'Conference Room C',
    type: 'meeting_room',
    capacity: 6,
    location: 'Floor 3',
    amenities: ['whiteboard'],
  },
  {
    name: 'Board Room',
    type: 'meeting_room',
    capacity: 20,
    location: 'Floor 5',
    amenities: ['projector', 'video_conference', 'catering'],
  },
  { name: 'Huddle Room 1', type: 'meeting_room', capacity: 4, location: 'Floor 2', amenities: ['screen'] },
  { name: 'Huddle Room 2', type: 'meeting_room', capacity: 4, location: 'Floor 2', amenities: ['screen'] },
  { name: 'Interview Room', type: 'meeting_room', capacity: 3, location: 'Floor 1', amenities: [] },
  {
    name: 'Berlin Meeting Room',
    type: 'meeting_room',
    capacity: 12,
    location: 'Berlin, Floor 1',
    amenities: ['projector', 'whiteboard'],
    timeZone: 'Europe/Berlin',
  },
  {
    name: 'New York Meeting Room',
    type: 'meeting_room',
    capacity: 12,
    location: 'New York, Floor 22',
    amenities: ['projector', 'video_conference'],
    timeZone: 'America/New_York',
  },
  {
    name: 'Tokyo Meeting Room',
    type: 'meeting_room',
    capacity: 10,
    location: 'Tokyo, Floor 8',
    amenities: ['screen', 'video_conference'],
    timeZone: 'Asia/Tokyo',
  },
]

const spaces: DemoResource[] = [
  {
    name: 'Auditorium',
    type: 'event_space',
    capacity: 200,
    location: 'Ground Floor',
    amenities: ['stage', 'sound_system', 'projector'],
    businessHours: { start: '08:00', end: '22:00' },
  },
  {
    name: 'Training Room',
    type: 'event_space',
    capacity: 30,
    location: 'Floor 1',
    amenities: ['projector', 'whiteboard'],
  },
  {
    name: 'Roof Terrace',
    type: 'event_space',
    capacity: 80,
    location: 'Roof',
    amenities: ['bar'],
    businessHours: { start: '10:00', end: '23:00' },
  },
  { name: 'Hot Desk 1', type: 'desk', capacity: 1, location: 'Floor 4', amenities: ['monitor'] },
  { name: 'Hot Desk 2', type: 'desk', capacity: 1, location: 'Floor 4', amenities: ['monitor'] },
  {
    name: 'Hot Desk 3',
    type: 'desk',
    capacity: 1,
    location: 'Floor 4',
    amenities: ['monitor', 'standing_desk'],
  },
  {
    name: 'Recording Studio',
    type: 'studio',
    capacity: 6,
    location: 'Basement',
    amenities: ['microphones', 'mixing_desk'],
    businessHours: null,
  },
  {
    name: 'Photo Studio',
    type: 'studio',
    capacity: 8,
    location: 'Basement',
    amenities: ['lights', 'backdrop'],
  },
]

const equipment: DemoResource[] = [
  {
    name: 'Portable Projector',
    type: 'equipment',
    capacity: 1,
    location: 'Storage 1',
    amenities: [],
    businessHours: null,
  },
  {
    name: 'Video Camera',
    type: 'equipment',
    capacity: 1,
    location: 'Storage 1',
    amenities: ['tripod'],
    businessHours: null,
  },
  {
    name: 'Sound System',
    type: 'equipment',
    capacity: 1,
    location: 'Storage 2',
    amenities: ['microphones'],
    businessHours: null,
  },
  {
    name: '3D Printer',
    type: 'equipment',
    capacity: 1,
    location: 'Workshop',
    amenities: [],
    businessHours: null,
  },
  {
    name: 'Electric Car',
    type: 'vehicle',
    capacity: 5,
    location: 'Garage',
    amenities: ['charging_card'],
    businessHours: null,
  },
  {
    name: 'Delivery Van',
    type: 'vehicle',
    capacity: 3,
    location: 'Garage',
    amenities: [],
    businessHours: null,
  },
  {
    name: 'Cargo Bike',
    type: 'vehicle',
    capacity: 1,
    location: 'Bike Cellar',
    amenities: ['helmet'],
    businessHours: null,
  },
]

/** 25 resources to try the system with. */
export const demoResources: readonly ResourceInput[] = [...rooms, ...spaces, ...equipment].map(
  (resource) => ({
    businessHours: office,
    timeZone: 'UTC',
    isActive: true,
    ...resource,
  }),
)
