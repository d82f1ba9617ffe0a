import pg from 'pg'
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  Sequelize,
} from 'sequelize'

export class Resource extends Model<InferAttributes<Resource>, InferCreationAttributes<Resource>> {
  declare id: string
  declare name: string
  declare type: string
  declare capacity: number
  declare location: string
  declare amenities: string[]
}

/** One row per occurrence, as the document's data model has it. */
export class Booking extends Model<InferAttributes<Booking>, InferCreationAttributes<Booking>> {
  declare id: CreationOptional<string>
  declare resourceId: string
  declare title: string
  declare description: string | null
  declare startTime: Date
  declare endTime: Date
  declare isRecurring: boolean
  declare recurrenceRule: string | null
  declare createdBy: string
  declare attendees: string[]
  declare metadata: object
  declare status: string
}

/** @param url of an empty database; its tables are made */
export async function openModels(url: string): Promise<Sequelize> {
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    dialectModule: pg,
    logging: false,
    pool: { max: 25, min: 0 },
  })
  Resource.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      name: DataTypes.STRING,
      type: DataTypes.STRING,
      capacity: DataTypes.INTEGER,
      location: DataTypes.STRING,
      amenities: DataTypes.ARRAY(DataTypes.STRING),
    },
    { sequelize, tableName: 'resources' },
  )
  Booking.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      resourceId: DataTypes.UUID,
      title: DataTypes.STRING,
      description: DataTypes.TEXT,
      startTime: DataTypes.DATE,
      endTime: DataTypes.DATE,
      isRecurring: DataTypes.BOOLEAN,
      recurrenceRule: DataTypes.STRING,
      createdBy: DataTypes.STRING,
      attendees: DataTypes.ARRAY(DataTypes.STRING),
      metadata: DataTypes.JSONB,
      status: DataTypes.STRING,
    },
    {
      sequelize,
      tableName: 'bookings',
      indexes: [{ fields: ['resourceId', 'startTime', 'endTime'] }],
    },
  )
  await sequelize.sync()
  return sequelize
}
